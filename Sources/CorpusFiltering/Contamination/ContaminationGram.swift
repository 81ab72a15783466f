/// An n-gram of an item, by its hashes.
struct ContaminationGram: Sendable, Hashable, Comparable {
  var key: UInt64
  var check: UInt64
  /// The item's number.
  var item: UInt32

  func isSame(as other: Self) -> Bool { key == other.key && check == other.check }

  static func < (a: Self, b: Self) -> Bool {
    a.key != b.key ? a.key < b.key : (a.check, a.item) < (b.check, b.item)
  }
}
