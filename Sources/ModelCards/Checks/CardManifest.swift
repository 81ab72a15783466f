import AuditLog
import SafetyCore

/// The layout of a card, and a digest of each of its parts that a program wrote.
///
/// Signed with the key of the log, it tells a card of another layout, whose text cannot be made again
/// here, from one that somebody changed.
package struct CardManifest: Sendable, Hashable {
  /// The layout in which this program writes front matter, blocks and files.
  ///
  /// Every change of what these say of the same evidence makes it one more.
  package static let currentLayout = 3

  /// A part of a card that is made by a program.
  package enum Part: Sendable, Hashable, Comparable {
    case frontMatter
    /// An automatic block by the name of its fence.
    case block(String)
    /// A file beside the card by its name.
    case file(String)
    /// The order in which the automatic blocks stand, and so under which headings.
    case order
  }

  package private(set) var layout: Int
  /// Of the checkpoint and the numbers of the events under it.
  private var evidence: Digest
  private var parts: [Part: Digest] = [:]

  /// Takes down what was made now.
  ///
  /// - Parameters:
  ///   - layout: In which it was made.
  ///   - card: The text of `README.md`.
  ///   - files: What is written beside it, but for the evidence.
  ///   - bundle: What all of it is made from.
  /// - Throws: `card/foreign` and `card/broken-fence`.
  package init(
    layout: Int = currentLayout,
    card: String,
    files: [CardFile],
    bundle: EvidenceBundle
  ) throws {
    self.layout = layout
    evidence = Self.digest(of: bundle)
    let (front, _, body) = try CardFrontMatter.split(card, file: "README.md")
    parts[.frontMatter] = Digest.sha256(front.utf8)
    let pieces = try CardFence.pieces(of: body, file: "README.md")
    for case .fence(let fence) in pieces where fence.owner == .auto {
      parts[.block(fence.id)] = Digest.sha256(fence.content.utf8)
    }
    parts[.order] = Self.order(of: pieces)
    for file in files { parts[.file(file.name)] = Digest.sha256(file.bytes) }
  }

  /// The manifest in a bundle, if one of the keys has signed it and it is of the very same evidence.
  ///
  /// - Returns: nil for any other, which is worth nothing: whoever edits a card can write one.
  init?(in bundle: EvidenceBundle, signedBy keys: [NoteVerifier]) {
    guard let note = bundle.cardManifest, keys.contains(where: { note.standing(of: $0) == .valid }),
      let manifest = CardManifest(parsing: note.text),
      manifest.evidence == Self.digest(of: bundle)
    else { return nil }
    self = manifest
  }

  /// Of the automatic blocks' names as they stand in a card.
  static func order(of pieces: [CardFence.Piece]) -> Digest {
    let names = pieces.compactMap { piece in
      if case .fence(let fence) = piece, fence.owner == .auto { fence.id } else { nil }
    }
    return Digest.sha256(names.joined(separator: "\n").utf8)
  }

  /// Names of the automatic blocks, sorted.
  var blocks: [String] {
    parts.keys.sorted().compactMap { if case .block(let id) = $0 { id } else { nil } }
  }

  /// Of a part as it was written; nil for one that was not.
  func digest(of part: Part) -> Digest? { parts[part] }

  /// Whether a part was written just so.
  func holds(_ part: Part, _ bytes: some Sequence<UInt8>) -> Bool {
    parts[part] == Digest.sha256(bytes)
  }

  /// The checkpoint says what stands at every number.
  private static func digest(of bundle: EvidenceBundle) -> Digest {
    let numbers = bundle.items.map { String($0.index) }.joined(separator: " ")
    return Digest.sha256((bundle.note.text + numbers).utf8)
  }
}

extension CardManifest {
  /// Keeps the manifest from being taken for anything else that the key signs, such as a checkpoint.
  private static let title = "gemma-safety/card-manifest"

  /// What is signed: a line each for the layout, the evidence and the parts in order.
  package var text: String {
    let head = [Self.title, "layout \(layout)", "evidence \(evidence.hex)"]
    let lines = parts.sorted { $0.key < $1.key }.map { "\($0.value.hex) \($0.key.name)" }
    return (head + lines).joined(separator: "\n") + "\n"
  }

  /// Reads what `text` writes, and nothing else.
  private init?(parsing text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 3, lines[0] == Self.title, lines[1].hasPrefix("layout "),
      let layout = Int(lines[1].dropFirst(7)), lines[2].hasPrefix("evidence "),
      let evidence = Digest(hex: lines[2].dropFirst(9))
    else { return nil }
    self.layout = layout
    self.evidence = evidence
    for line in lines[3...].dropLast() {
      guard let digest = Digest(hex: line.prefix(64)), let part = Part(line.dropFirst(65))
      else { return nil }
      parts[part] = digest
    }
    guard self.text == text else { return nil }
  }
}

extension CardManifest.Part {
  fileprivate init?(_ name: Substring) {
    let words = name.split(separator: " ", maxSplits: 1).map(String.init)
    switch (words.first, words.last) {
    case ("front-matter", _) where words.count == 1: self = .frontMatter
    case ("order", _) where words.count == 1: self = .order
    case ("block", let id?) where words.count == 2: self = .block(id)
    case ("file", let file?) where words.count == 2: self = .file(file)
    default: return nil
    }
  }

  fileprivate var name: String {
    switch self {
    case .frontMatter: "front-matter"
    case .block(let id): "block \(id)"
    case .file(let file): "file \(file)"
    case .order: "order"
    }
  }
}

extension EvidenceBundle {
  /// The manifest of the card, whoever signed it; nil where there is none that can be read.
  package var cardManifest: SignedNote? {
    get {
      guard case .string(let text)? = about?.members?["card"]?.members?["manifest"] else {
        return nil
      }
      return try? SignedNote(parsing: Array(text.utf8))
    }
    set {
      guard var members = about?.members, var card = members["card"]?.members else { return }
      card["manifest"] = newValue.map { .string($0.encoded) }
      members["card"] = .object(card)
      about = .object(members)
    }
  }
}
