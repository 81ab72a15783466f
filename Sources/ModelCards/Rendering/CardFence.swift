import Diagnostics
import SafetyCore

/// Comments around what the program writes into a card, with the digest of what is between.
package struct CardFence: Sendable, Hashable {
  /// Who owns the text between.
  package enum Owner: String, Sendable, Hashable {
    /// Made from evidence.
    case auto
    /// Copied from a file of `card/`.
    case human
  }

  /// What every line of a fence holds.
  static let word = "gemma-safety:"
  /// What every line of a fence begins with.
  static let mark = "<!-- \(word)"

  package var owner: Owner
  package var id: String
  package var digest: String
  package var content: String

  package init(_ owner: Owner, _ id: String, _ content: String) {
    self.owner = owner
    self.id = id
    self.content = content
    digest = Self.digest(of: content)
  }

  static func digest(of content: String) -> String { Digest.sha256(content.utf8).hex }

  /// Whether somebody changed the text between and left the digest.
  package var isEdited: Bool { digest != Self.digest(of: content) }

  package var text: String {
    "\(Self.mark)\(owner.rawValue) \(id) sha256=\(digest) -->\n\(content)\n"
      + "\(Self.mark)end \(id) -->"
  }

  /// A part of a card: the text of a person, or a fence.
  package enum Piece: Sendable, Hashable {
    case outside(String)
    case fence(CardFence)
  }

  /// Divides a card; joined again by `joined(_:)` it is the same text.
  ///
  /// Only fences that an editor gave `\r\n` come back with line feeds alone.
  /// - Throws: `card/broken-fence` with the line of a fence that does not open or close.
  package static func pieces(of text: String, file: String) throws -> [Piece] {
    var pieces: [Piece] = []
    var outside: [Substring] = []
    var open: (fence: CardFence, line: Int, content: [Substring])?
    for (number, whole) in text.lineFeedLines.enumerated() {
      let line = whole.withoutReturn
      if let current = open {
        if line == "\(mark)end \(current.fence.id) -->" {
          var fence = current.fence
          fence.content = current.content.joined(separator: "\n")
          pieces.append(.fence(fence))
          open = nil
        } else if line.contains(mark) {
          throw broken("another fence begins before `\(current.fence.id)` ends", number, file)
        } else {
          open?.content.append(line)
        }
      } else if let fence = opening(line) {
        if !outside.isEmpty { pieces.append(.outside(outside.joined(separator: "\n"))) }
        outside = []
        open = (fence, number, [])
      } else if line.contains(mark), !line.contains("\(word)front-matter") {
        throw broken("a line looks like a fence and is none", number, file)
      } else {
        outside.append(whole)
      }
    }
    if let open { throw broken("the fence `\(open.fence.id)` has no end", open.line, file) }
    if !outside.isEmpty { pieces.append(.outside(outside.joined(separator: "\n"))) }
    return pieces
  }

  /// The text of a card.
  package static func joined(_ pieces: [Piece]) -> String {
    pieces.map { piece in
      switch piece {
      case .outside(let text): text
      case .fence(let fence): fence.text
      }
    }.joined(separator: "\n")
  }

  private static func opening(_ line: Substring) -> CardFence? {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 5, words[0] == "<!--", words[4] == "-->", words[1].hasPrefix(word),
      let owner = Owner(rawValue: String(words[1].dropFirst(word.count))),
      words[3].hasPrefix("sha256="), words[3].count == 71, isID(words[2])
    else { return nil }
    var fence = CardFence(owner, String(words[2]), "")
    fence.digest = String(words[3].dropFirst(7))
    return fence
  }

  private static func isID(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
  }

  private static func broken(_ message: String, _ line: Int, _ file: String) -> Diagnostic {
    Diagnostic(
      "card/broken-fence",
      message,
      at: .init(file: file, line: line + 1),
      hint: "undo the change of the comments `\(word)…`, or make the card anew with --fresh"
    )
  }
}
