/// Which documents are in which bucket: open addressing, at most three quarters full.
///
/// The table is cut by the key's upper bits into parts that grow by a quarter one at a time, so that
/// it never doubles as a whole. Keys are told apart by 44 of their bits: among a billion buckets one
/// look-up in 17,000 meets a foreign document, whose similarity is then found to be low.
struct BucketTable {
  /// A bucket takes no more: what makes so many different documents alike tells nothing.
  static let documentsPerBucket = 16
  private static let partBits: UInt64 = 12

  /// A slot holds a document's number plus one above the lower half of the key; zero is empty.
  private var parts = [[UInt64]](repeating: [], count: 1 << BucketTable.partBits)
  private var counts = [Int](repeating: 0, count: 1 << BucketTable.partBits)
  private(set) var byteCount = 0

  /// Hands out the documents in a bucket.
  func forEachDocument(in key: UInt64, _ body: (Int) -> Void) {
    let slots = parts[Self.part(of: key)]
    guard !slots.isEmpty else { return }
    let tag = UInt32(truncatingIfNeeded: key)
    var index = Self.home(of: tag, among: slots.count)
    while slots[index] != 0 {
      if UInt32(truncatingIfNeeded: slots[index]) == tag { body(Int(slots[index] >> 32) - 1) }
      index = index + 1 == slots.count ? 0 : index + 1
    }
  }

  /// The most bytes by which one more document in some buckets lets the table grow.
  func growth(for keys: [UInt64]) -> Int {
    var places: [Int] = []
    return keys.reduce(0) { sum, key in
      let part = Self.part(of: key)
      let before = places.count { $0 == part }
      places.append(part)
      let size = parts[part].count
      return sum + (isFull(part, after: before) ? (Self.larger(size) - size) * 8 : 0)
    }
  }

  /// Puts a document into a bucket, unless the bucket has `documentsPerBucket`.
  mutating func insert(_ document: Int, in key: UInt64) {
    let part = Self.part(of: key)
    if isFull(part, after: 0) { grow(part) }
    let tag = UInt32(truncatingIfNeeded: key)
    let slot = UInt64(document + 1) << 32 | UInt64(tag)
    var others = 0
    let size = parts[part].count
    var index = Self.home(of: tag, among: size)
    while parts[part][index] != 0 {
      if UInt32(truncatingIfNeeded: parts[part][index]) == tag { others += 1 }
      index = index + 1 == size ? 0 : index + 1
    }
    guard others < Self.documentsPerBucket else { return }
    parts[part][index] = slot
    counts[part] += 1
  }

  /// Whether there is no room for one more after so many more.
  private func isFull(_ part: Int, after more: Int) -> Bool {
    (counts[part] + more + 1) * 4 > parts[part].count * 3
  }

  private mutating func grow(_ part: Int) {
    let old = parts[part]
    let size = Self.larger(old.count)
    var slots = [UInt64](repeating: 0, count: size)
    for slot in old where slot != 0 {
      var index = Self.home(of: UInt32(truncatingIfNeeded: slot), among: size)
      while slots[index] != 0 { index = index + 1 == size ? 0 : index + 1 }
      slots[index] = slot
    }
    parts[part] = slots
    byteCount += (size - old.count) * 8
  }

  private static func larger(_ size: Int) -> Int { max(8, size + size / 4) }

  private static func part(of key: UInt64) -> Int { Int(key >> (64 - partBits)) }

  private static func home(of tag: UInt32, among size: Int) -> Int {
    Int((UInt64(tag) &* UInt64(size)) >> 32)
  }
}
