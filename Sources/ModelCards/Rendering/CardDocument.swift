import AuditLog
import Diagnostics
import SafetyCore

/// A whole card before it is laid out: evidence, blocks and the sections of people.
package struct CardDocument: Sendable {
  package let source: CardSource
  package let blocks: [CardBlock]
  package let sections: [String: HumanSection]

  package init(source: CardSource, sections: [HumanSection]) {
    self.source = source
    blocks = CardBlocks.make(source)
    self.sections = Dictionary(sections.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
  }

  /// A section's text; nil where it is not written, or does not apply.
  package func text(_ id: String) -> String? {
    guard let section = sections[id], !section.review.isEmpty else { return nil }
    return section.text
  }

  /// A section for a reader: its text, or why there is none.
  func displayed(_ id: String) -> String {
    if let reason = sections[id]?.review.notApplicable { return "Not applicable: \(reason)" }
    return text(id) ?? "*Not written yet; it belongs into `card/\(id).md`.*"
  }

  /// What a template may use beside blocks and sections.
  var values: [String: String] {
    let settings = source.settings
    var values: [String: String] = ["title": settings.title]
    for field in CardField.allCases where settings.has(field) {
      values[field.rawValue] =
        field.isList ? settings[list: field].joined(separator: ", ") : settings[field]
    }
    return values
  }

  /// `README.md` as it is laid out for the first time.
  ///
  /// - Throws: `card/template` where the template lost a block, which a verification would miss.
  package func markdown(_ template: CardTemplate) throws -> String {
    var auto: [String: String] = [:]
    for block in blocks {
      auto[block.id] = CardFence(.auto, block.id, MarkdownBlocks.text(block)).text
    }
    var human: [String: String] = [:]
    for id in CardSectionName.ids(source.settings.kind) {
      human[id] = CardFence(.human, id, displayed(id)).text
    }
    let front = HubFrontMatter.text(source)
    let body = template.render(values, ["auto": auto, "human": human])
    try check(blocks, auto, in: body)
    return CardFrontMatter.join(front, body.hasSuffix("\n") ? body : body + "\n")
  }

  /// Refuses a text that lost one of some blocks.
  func check(_ blocks: [CardBlock], _ auto: [String: String], in text: String) throws {
    let bytes = Array(text.utf8)
    for block in blocks
    where bytes.firstPlace(of: Array((auto[block.id] ?? "").utf8)) == nil {
      let holds = block.hasEvidence ? "has evidence" : "says what is missing"
      throw Diagnostic(
        "card/template",
        "the template leaves out the block `\(block.id)`, which \(holds)",
        hint: "insert `{{{auto.\(block.id)}}}`"
      )
    }
  }
}

/// Front matter with the digest that tells whether somebody changed it.
package enum CardFrontMatter {
  private static let mark = "\(CardFence.mark)front-matter sha256="

  static func join(_ front: String, _ body: String) -> String {
    "---\n\(front)\n---\n\(mark)\(CardFence.digest(of: front)) -->\n\(body)"
  }

  /// The front matter of a card, whether it was changed, and the text behind it.
  ///
  /// - Throws: `card/foreign` for a file that is no card of this program.
  package static func split(
    _ text: String,
    file: String
  ) throws -> (front: String, isEdited: Bool, body: String) {
    let (front, body) = FrontMatter.split(text)
    let lines = body.lineFeedLines
    let line = lines[0].withoutReturn
    guard let front, line.hasPrefix(mark), line.hasSuffix(" -->") else {
      throw Diagnostic(
        "card/foreign",
        "the file is no card that `card generate` made",
        at: .init(file: file),
        hint: "move it away, or name another folder with --out"
      )
    }
    let digest = line.dropFirst(mark.count).dropLast(4)
    let rest = lines.count > 1 ? String(body[lines[1].startIndex...]) : ""
    return (front, digest != CardFence.digest(of: front), rest)
  }
}

extension CardDocument {
  /// A document of one piece, such as the form of the GPAI Code of Practice, without fences.
  package func form(_ template: CardTemplate) -> String {
    var auto: [String: String] = [:]
    for block in blocks { auto[block.id] = MarkdownBlocks.text(block) }
    var human: [String: String] = [:]
    for id in CardSectionName.ids(source.settings.kind) { human[id] = displayed(id) }
    return template.render(values, ["auto": auto, "human": human])
  }
}
