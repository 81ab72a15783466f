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

  /// Owns the entries; a ring is written at every symbol, which an array would check each time.
  private final class Storage {
    let entries: UnsafeMutablePointer<Entry>

    init(count: Int) {
      entries = .allocate(capacity: count)
      entries.initialize(repeating: Entry(), count: count)
    }

    deinit { entries.deallocate() }
  }

  private let storage: Storage
  private let entries: UnsafeMutablePointer<Entry>
  private let mask: Int
  private(set) var count = 0

  init(longest: Int) {
    var size = 8
    while size < longest + 2 { size *= 2 }
    storage = Storage(count: size)
    entries = storage.entries
    mask = size - 1
  }

  mutating func reset() { count = 0 }

  @inline(__always)
  mutating func append(_ entry: Entry) {
    // The mask keeps the place within the storage, whatever the count is.
    entries[count & mask] = entry
    count += 1
  }

  /// The entry `back` symbols before the last, which is 0.
  @inline(__always)
  subscript(back back: Int) -> Entry {
    get { entries[(count - 1 - back) & mask] }
    nonmutating set { entries[(count - 1 - back) & mask] = newValue }
  }
}
