/// Pieces in the order of their ids, as SentencePiece and GGUF files list them.
package struct PieceTable: Sendable {
  /// What a piece is, numbered as in both kinds of files.
  package enum Kind: UInt64, Sendable {
    case normal = 1
    case unknown = 2
    /// A sign of the model's, never made from text by SentencePiece.
    case control = 3
    /// Found in text before everything else.
    case userDefined = 4
    case unused = 5
    /// `<0x00>` to `<0xFF>`, for text without a piece.
    case byte = 6
  }

  struct Piece {
    var text: Range<Int> = 0..<0
    /// The higher, the earlier it is merged.
    var score: Float = 0
    var kind = Kind.normal
  }

  private(set) var bytes: [UInt8]
  private(set) var pieces: [Piece] = []

  package init() { bytes = [] }

  /// A table over the bytes of a file, which its pieces lie in.
  init(over bytes: [UInt8]) { self.bytes = bytes }

  package var count: Int { pieces.count }

  /// Appends a piece with the next id.
  ///
  /// - Parameters:
  ///   - text: Its UTF-8, checked when a tokenizer is made of the table.
  ///   - score: Of any sign.
  ///   - kind: What it is.
  package mutating func append(_ text: some Collection<UInt8>, score: Float, kind: Kind) {
    let start = bytes.count
    bytes.append(contentsOf: text)
    pieces.append(Piece(text: start..<bytes.count, score: score, kind: kind))
  }

  mutating func append(_ piece: Piece) { pieces.append(piece) }
}
