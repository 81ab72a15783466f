/// Some values of a column, in a form that suits all types.
struct ColumnValues {
  /// Numbers as their bits; of bytes, where they begin in the upper half and how many they are.
  var slots: [UInt64] = []
  /// Where the bytes are.
  var place: Place = .page
  /// Bytes that stand in no page as they are.
  var built: [UInt8] = []

  enum Place {
    case page, dictionary, built
  }

  mutating func removeAll() {
    slots.removeAll(keepingCapacity: true)
    built.removeAll(keepingCapacity: true)
    place = .page
  }

  mutating func append(bytes range: Range<Int>) {
    slots.append(UInt64(range.lowerBound) << 32 | UInt64(range.count))
  }

  static func range(_ slot: UInt64) -> Range<Int> {
    let start = Int(slot >> 32)
    return start..<(start + Int(slot & 0xFFFF_FFFF))
  }
}
