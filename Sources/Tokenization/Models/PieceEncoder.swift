/// Encodes single pieces by whichever model there is; one worker's own.
final class PieceEncoder {
  private let model: TokenModel
  private var merger = BytePairMerger()
  private var lattice = UnigramLattice()

  init(_ model: TokenModel) { self.model = model }

  /// Appends the tokens of a piece.
  ///
  /// - Parameters:
  ///   - piece: Normalised bytes.
  ///   - places: Gives the original range of a range of the piece's bytes.
  ///   - output: Receives the tokens.
  func encode(
    _ piece: UnsafeRawBufferPointer,
    places: (Int, Int) -> (Int32, Int32),
    into output: inout TokenBuffer
  ) {
    switch model {
    case .wordPiece(let model):
      let characters = piece.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
      model.encode(piece, characters: characters, places: places, into: &output)
    case .bytePair(let model): merger.encode(piece, model, places: places, into: &output)
    case .unigram(let model): lattice.encode(piece, model, places: places, into: &output)
    case .wordLevel(let model):
      guard let id = model.words.id(of: piece) ?? model.unknown else { return }
      let (start, end) = places(0, piece.count)
      output.append(id, start, end)
    }
  }
}
