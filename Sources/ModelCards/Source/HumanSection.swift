import Diagnostics
import SafetyCore
import StrictYAML

/// A section of a card that a person wrote: `card/NAME.md`, its text and who has reviewed it.
package struct HumanSection: Sendable, Hashable {
  package var review: CardReview
  /// Markdown without front matter and without comments.
  package var text: String

  package var id: String { review.id }

  /// Reads a file of the folder `card/`.
  ///
  /// - Parameters:
  ///   - source: Markdown with optional front matter.
  ///   - id: The file's name without its ending.
  ///   - file: For the places of problems.
  /// - Throws: `Diagnostics`; `card/reserved` for text that looks like a fence or mark of ours,
  ///   `card/open-comment` for a comment without an end.
  package init(parsing source: String, id: String, file: String) throws {
    let (front, body) = FrontMatter.split(source)
    text = try Self.withoutComments(body, file: file)
    try Self.refuseReserved(text, file)
    review = CardReview(id: id, sha256: Digest.sha256(text.utf8), isEmpty: text.isEmpty)
    let isSaying = front?.split(separator: "\n").contains { line in
      line.first { !$0.isWhitespace }.map { $0 != "#" } ?? false
    }
    guard let front, isSaying ?? false else { return }
    var reader = YAMLReader(file: file, domain: "card")
    let members = reader.mapping(
      try reader.compose(front),
      "the front matter",
      keys: ["reviewed_by", "reviewed_on", "model_sha256", "not_applicable"]
    )
    review.reviewedBy = reader.string(members["reviewed_by"], "`reviewed_by`")
    review.reviewedOn = reader.date(members["reviewed_on"], "`reviewed_on`")
    review.notApplicable = reader.string(members["not_applicable"], "`not_applicable`")
    try Self.refuseReserved(review.notApplicable ?? "", file)
    if let node = members["model_sha256"] {
      review.modelSHA256 = reader.string(node, "`model_sha256`").flatMap { Digest(hex: $0) }
      if review.modelSHA256 == nil {
        reader.report(reader.code("wrong-value"), "`model_sha256` is no digest", node)
      }
    }
    guard reader.problems.isEmpty else { throw Diagnostics(reader.problems) }
  }

  /// A section whose file is not at hand: what its review says of it, and the text in the card.
  ///
  /// - Returns: nil where the text is not the one that the review is of.
  init?(_ review: CardReview, text: String) {
    guard Digest.sha256(text.utf8) == review.sha256 else { return nil }
    self.review = review
    self.text = text
  }

  /// Refuses what a reader of the card would take for a fence or a mark of the program.
  private static func refuseReserved(_ text: String, _ file: String) throws {
    func refuse(_ what: String, _ line: Substring) -> Diagnostic {
      Diagnostic(
        "card/reserved",
        "a section must not hold \(what)",
        at: .init(file: file),
        hint: "take it out of the line `\(line.prefix(60))`"
      )
    }
    for line in text.lineFeedLines {
      if line.contains(CardFence.word) { throw refuse("`\(CardFence.word)`", line) }
      if EvidenceMark.isIn(line) {
        throw refuse("a mark of evidence such as `<sup>e12</sup>`", line)
      }
    }
  }

  /// The text with `<!-- … -->` taken out, which are prompts for whoever writes the section.
  ///
  /// In a block of code they are part of the code.
  private static func withoutComments(_ text: String, file: String) throws -> String {
    var out = ""
    var code: CodeFence?
    var isComment = false
    for line in text.lineFeedLines.map(\.withoutReturn) {
      if let open = code {
        out += line + "\n"
        if open.isClosed(by: line) { code = nil }
      } else if !isComment, let opened = CodeFence(opening: line) {
        out += line + "\n"
        code = opened
      } else {
        let rest = outside(&isComment, line)
        out += isComment ? rest : rest + "\n"
      }
    }
    guard !isComment else {
      throw Diagnostic(
        "card/open-comment",
        "a comment begins by `<!--` and has no end, so that the rest of the section would be lost",
        at: .init(file: file),
        hint: "end it by `-->`, or put code between lines of three backticks"
      )
    }
    return out.trimmedLines
  }

  /// What of a line is no comment; one may go on from line to line.
  private static func outside(_ isComment: inout Bool, _ line: Substring) -> String {
    var out = ""
    var rest = line
    while let mark = rest.firstRange(of: isComment ? "-->" : "<!--") {
      if !isComment { out += rest[..<mark.lowerBound] }
      rest = rest[mark.upperBound...]
      isComment.toggle()
    }
    return isComment ? out : out + rest
  }
}

extension String {
  /// The text without empty lines at its ends.
  var trimmedLines: String {
    var lines = lineFeedLines[...]
    while let line = lines.first, line.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    while let line = lines.last, line.allSatisfy(\.isWhitespace) { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
