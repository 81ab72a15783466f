/// What turns a piece of text into ids.
enum TokenModel: Sendable {
  case wordPiece(WordPieceModel)
  case bytePair(BytePairModel)
  case unigram(UnigramModel)
  case wordLevel(WordLevelModel)

  /// What stands for text without a token.
  var unknown: Int32? {
    switch self {
    case .wordPiece(let model): model.unknown
    case .bytePair(let model): model.unknown
    case .unigram(let model): model.unknown
    case .wordLevel(let model): model.unknown
    }
  }
}
