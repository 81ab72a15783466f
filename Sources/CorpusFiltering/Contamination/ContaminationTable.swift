import TextViews

/// Open addressing over the n-grams of all sources, laid out once and never changed.
struct ContaminationTable {
  var keys: [UInt64]
  var checks: [UInt64]
  var starts: [UInt32]
  var items: [UInt32] = []
  var filter: WordFilter

  /// - Parameters:
  ///   - grams: In ascending order.
  ///   - last: The bit that ends a list of items.
  init(_ grams: [ContaminationGram], last: UInt32) {
    let different = grams.indices.count { $0 == 0 || !grams[$0].isSame(as: grams[$0 - 1]) }
    var size = 1024
    while size * 3 < different * 4 { size *= 2 }
    keys = [UInt64](repeating: 0, count: size)
    checks = keys
    starts = [UInt32](repeating: 0, count: size)
    filter = WordFilter(capacity: different)
    items.reserveCapacity(grams.count)
    for (index, gram) in grams.enumerated() {
      if index == 0 || !gram.isSame(as: grams[index - 1]) { place(gram) }
      let isLast = index + 1 == grams.count || !gram.isSame(as: grams[index + 1])
      items.append(gram.item | (isLast ? last : 0))
    }
  }

  private mutating func place(_ gram: ContaminationGram) {
    var place = Int(truncatingIfNeeded: gram.key) & (keys.count - 1)
    while keys[place] != 0 { place = (place + 1) & (keys.count - 1) }
    keys[place] = gram.key
    checks[place] = gram.check
    starts[place] = UInt32(items.count)
    filter.insert(gram.key)
  }
}
