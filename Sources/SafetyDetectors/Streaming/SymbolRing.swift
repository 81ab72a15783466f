/// The last symbols that an automaton read, as many as its longest phrase has.
struct SymbolRing {
  struct Entry: BitwiseCopyable {
    var start = 0
    var end = 0
    /// Sums over all symbols up to this one.
    var disguise = 0
    var genuine = 0
    /// The number of the piece, counted in separators, and whether it is the piece's first symbol.
    var piece = 0
    var opensPiece = false
  }

  private var entries: [Entry]
  private let mask: Int
  private(set) var count = 0

  init(longest: Int) {
    var size = 8
    while size < longest + 2 { size *= 2 }
    entries = [Entry](repeating: Entry(), count: size)
    mask = size - 1
  }

  mutating func reset() { count = 0 }

  @inline(__always)
  mutating func append(_ entry: Entry) {
    entries[count & mask] = entry
    count += 1
  }

  /// The entry `back` symbols before the last, which is 0.
  @inline(__always)
  subscript(back back: Int) -> Entry {
    get { entries[(count - 1 - back) & mask] }
    set { entries[(count - 1 - back) & mask] = newValue }
  }
}
