/// What turns a piece of text into ids.
enum TokenModel: Sendable {
  case wordPiece(WordPieceModel)

  /// What stands for text without a token.
  var unknown: Int32? {
    switch self {
    case .wordPiece(let model): model.unknown
    }
  }
}
