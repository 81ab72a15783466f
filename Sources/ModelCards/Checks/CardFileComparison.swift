import SafetyCore

/// What lies beside a card, held against what the card's evidence makes of it.
struct CardFileComparison {
  /// What came of one file; `unchecked` says why, or how far it was checked.
  struct Result {
    var problems: [CardProblem] = []
    var unchecked: String?
    /// Whether only a signature could vouch for the rest, and no key given has signed the file.
    var lacksSignature = false
  }

  private let document: CardDocument
  /// Sections whose text the card does not hold as it went into the forms.
  private let unknown: [String]
  private let expected: [String: [UInt8]]

  /// - Parameters:
  ///   - source: Of the card's bundle.
  ///   - sections: The texts between the card's fences of people.
  init(_ source: CardSource, sections: [String: String]) {
    var known: [HumanSection] = []
    var unknown: [String] = []
    for review in source.reviews {
      // A section that is empty or does not apply is told of in the card in other words.
      let texts = [sections[review.id] ?? "", ""]
      if let section = texts.lazy.compactMap({ HumanSection(review, text: $0) }).first {
        known.append(section)
      } else {
        unknown.append(review.id)
      }
    }
    document = CardDocument(source: source, sections: known)
    self.unknown = unknown
    let files = document.evidenceFiles + document.forms
    expected = Dictionary(files.map { ($0.name, $0.bytes) }, uniquingKeysWith: { $1 })
  }

  /// Holds one file against the evidence.
  ///
  /// - Parameters:
  ///   - file: What lies beside the card.
  ///   - signed: The digest of the file that a key of the evidence has signed; nil without one.
  /// - Returns: What differs, and what was not looked at.
  func compare(_ file: CardFile, signed: Digest?) -> Result {
    if file.name == CardFile.page(document.source.settings.kind) { return page(file, signed) }
    if file.name == CardFile.practiceForm { return practiceForm(file, signed) }
    guard let bytes = expected[file.name] else {
      guard file.name.hasPrefix(".eval_results/") else {
        return Result(unchecked: "it is not made from this evidence")
      }
      return Result(problems: [
        CardProblem(kind: .unproved, block: file.name, found: "the file")
      ])
    }
    if file.name.contains("/") || unknown.isEmpty {
      return Result(problems: difference(file, bytes).map { [$0] } ?? [])
    }
    guard file.bytes != bytes else { return Result() }
    let names = unknown.map { "`\($0)`" }.joined(separator: ", ")
    return Result(unchecked: "the card has not the text that it was made with: \(names)")
  }

  /// The first line that differs.
  private func difference(_ file: CardFile, _ expected: [UInt8]) -> CardProblem? {
    guard file.bytes != expected else { return nil }
    let (found, wanted) = (Self.lines(file.bytes), Self.lines(expected))
    let same = zip(found, wanted).prefix { $0 == $1 }.count
    let isLonger = same < found.count
    return CardProblem(
      kind: !isLonger ? .missing : same < wanted.count ? .edited : .unproved,
      block: file.name,
      row: "line \(same + 1)",
      found: isLonger ? Self.text(found[same]) : nil,
      expected: same < wanted.count ? Self.text(wanted[same]) : nil
    )
  }

  /// The page: every block with evidence as it is, no mark of evidence anywhere else, and the whole as
  /// it was signed, because its style alone can show other figures than stand in it.
  private func page(_ file: CardFile, _ signed: Digest?) -> Result {
    var rest = file.bytes
    var known: Set<Substring> = []
    var result = Result()
    for block in document.blocks {
      let html = HTMLBlocks.html(block)
      guard block.hasEvidence else {
        known.formUnion(html.split(separator: "\n"))
        continue
      }
      let bytes = Array(html.utf8)
      if let place = rest.firstPlace(of: bytes) {
        rest.removeSubrange(place..<place + bytes.count)
        continue
      }
      let lines = html.split(separator: "\n")
      known.formUnion(lines)
      let found = Set(String(decoding: rest, as: UTF8.self).split(separator: "\n"))
      let missing = lines.filter { !found.contains($0) }
      result.problems += (missing.isEmpty ? ["the block `\(block.id)`"] : missing).map {
        CardProblem(kind: .missing, block: file.name, row: block.id, expected: String($0))
      }
    }
    result.problems += Self.marked(String(decoding: rest, as: UTF8.self), file.name, known)
    guard let signed else {
      result.unchecked = "only its blocks with evidence are checked; no key given signed the rest"
      result.lacksSignature = true
      return result
    }
    let found = Digest.sha256(file.bytes)
    if found != signed, result.problems.isEmpty {
      result.problems = [
        CardProblem(
          kind: .edited,
          block: file.name,
          row: "all of it",
          found: "SHA-256 \(found.hex)",
          expected: "SHA-256 \(signed.hex)"
        )
      ]
    }
    return result
  }

  /// A form without fences: every line that bears a mark of evidence is one of a block.
  ///
  /// People fill it in, so that one which is not as it was signed is no problem.
  private func practiceForm(_ file: CardFile, _ signed: Digest?) -> Result {
    let blocks = document.blocks.map { MarkdownBlocks.text($0) }
    let known = Set(blocks.flatMap { $0.split(separator: "\n") })
    return Result(
      problems: Self.marked(String(decoding: file.bytes, as: UTF8.self), file.name, known),
      unchecked: signed == Digest.sha256(file.bytes)
        ? nil : "only its lines with marks of evidence are checked",
      lacksSignature: signed == nil
    )
  }

  private static func marked(
    _ text: String,
    _ name: String,
    _ known: Set<Substring>
  ) -> [CardProblem] {
    text.split(separator: "\n").filter { EvidenceMark.isIn($0) && !known.contains($0) }.map {
      CardProblem(kind: .unproved, block: name, found: MarkdownTable.trimmed($0))
    }
  }

  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  private static func text(_ line: ArraySlice<UInt8>) -> String {
    MarkdownTable.trimmed(String(decoding: line, as: UTF8.self))
  }
}
