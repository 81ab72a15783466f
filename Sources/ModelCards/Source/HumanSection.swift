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
  /// - Throws: `Diagnostics`, or `card/reserved` for text that looks like a fence or mark of ours.
  package init(parsing source: String, id: String, file: String) throws {
    let (front, body) = FrontMatter.split(source)
    text = Self.withoutComments(body)
    if let line = text.split(separator: "\n").first(where: { $0.contains(CardFence.word) }) {
      throw Diagnostic(
        "card/reserved",
        "a section must not hold `\(CardFence.word)`",
        at: .init(file: file),
        hint: "remove the line `\(line.prefix(60))`"
      )
    }
    if let line = text.split(separator: "\n").first(where: { EvidenceMark.isIn($0) }) {
      throw Diagnostic(
        "card/reserved",
        "a section must not hold a mark of evidence such as `<sup>e12</sup>`",
        at: .init(file: file),
        hint: "take the mark out of the line `\(line.prefix(60))`"
      )
    }
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

  /// The text with `<!-- … -->` taken out: prompts for whoever writes the section.
  private static func withoutComments(_ text: String) -> String {
    var out = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "<!--") {
      out += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstRange(of: "-->") else {
        rest = ""
        break
      }
      rest = rest[end.upperBound...]
    }
    out += rest
    return out.trimmedLines
  }
}

extension StringProtocol {
  /// The text without empty lines at its ends.
  var trimmedLines: String {
    var lines = split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
    while let line = lines.first, line.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    while let line = lines.last, line.allSatisfy(\.isWhitespace) { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
