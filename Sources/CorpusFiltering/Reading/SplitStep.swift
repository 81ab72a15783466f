/// What a splitter found at a place.
enum SplitStep: Equatable {
  /// What becomes of the bytes up to the end.
  enum Kind: Equatable {
    case record
    case blank
    /// No document by its kind.
    case ignored
    case broken(code: String, message: String)
  }

  case needsMore
  /// `content` is the record, `end` where the next one starts, `lines` how far the count moves on.
  case found(Kind, content: Range<Int>, end: Int, lines: Int)
}
