/// Up to three signs that are letters if a letter follows.
struct WaitingSigns: BitwiseCopyable {
  static let most = 3

  private(set) var count = 0
  private var signs = (Self.none, Self.none, Self.none)
  private static let none = PhraseSymbol.separator(at: 0)

  /// The first byte of the first; `Int.max` where there is none.
  @inline(__always)
  var start: Int { count > 0 ? signs.0.start : .max }

  @inline(__always)
  subscript(index: Int) -> PhraseSymbol {
    switch index {
    case 0: signs.0
    case 1: signs.1
    default: signs.2
    }
  }

  @inline(__always)
  mutating func append(_ sign: PhraseSymbol) {
    switch count {
    case 0: signs.0 = sign
    case 1: signs.1 = sign
    default: signs.2 = sign
    }
    count += 1
  }

  @inline(__always)
  mutating func removeAll() { count = 0 }
}
