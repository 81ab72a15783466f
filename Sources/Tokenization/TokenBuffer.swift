/// Tokens being written, as three columns of raw memory; owned by the encoder that frees it.
struct TokenBuffer {
  var count = 0
  private(set) var capacity: Int
  private(set) var ids: UnsafeMutablePointer<Int32>
  private(set) var starts: UnsafeMutablePointer<Int32>
  private(set) var ends: UnsafeMutablePointer<Int32>

  init(capacity: Int) {
    self.capacity = capacity
    ids = .allocate(capacity: capacity)
    starts = .allocate(capacity: capacity)
    ends = .allocate(capacity: capacity)
  }

  func deallocate() {
    ids.deallocate()
    starts.deallocate()
    ends.deallocate()
  }

  @inline(__always)
  mutating func append(_ id: Int32, _ start: Int32, _ end: Int32) {
    if count == capacity { grow() }
    ids[count] = id
    starts[count] = start
    ends[count] = end
    count &+= 1
  }

  /// Appends the tokens of a word that lies at a byte.
  @inline(__always)
  mutating func append(_ entry: WordCache.Entry, _ at: Int32) {
    for index in 0..<entry.count {
      append(entry.id(index), at &+ entry.start(index), at &+ entry.end(index))
    }
  }

  @inline(never)
  private mutating func grow() {
    let larger = TokenBuffer(capacity: capacity * 2)
    larger.ids.update(from: ids, count: count)
    larger.starts.update(from: starts, count: count)
    larger.ends.update(from: ends, count: count)
    deallocate()
    (capacity, ids, starts, ends) = (larger.capacity, larger.ids, larger.starts, larger.ends)
  }

  /// Copies the columns out.
  func copy(into text: inout TokenizedText) {
    text.removeAll()
    text.ids.append(contentsOf: UnsafeBufferPointer(start: ids, count: count))
    text.starts.append(contentsOf: UnsafeBufferPointer(start: starts, count: count))
    text.ends.append(contentsOf: UnsafeBufferPointer(start: ends, count: count))
  }
}
