/// Reads numbers whose first bytes stand together, then their second ones: BYTE_STREAM_SPLIT.
struct SplitStreamDecoder {
  private let range: Range<Int>
  private let width: Int
  private let count: Int
  private let isNumber: Bool
  private var next = 0

  init(_ range: Range<Int>, of column: Schema.Column) throws {
    width = column.width
    guard width > 0, column.type != .int96 else {
      throw ParquetDamage.broken("a page of bytes of any length says to be split by bytes")
    }
    guard range.count % width == 0 else {
      throw ParquetDamage.broken("a page ends inside a value")
    }
    self.range = range
    count = range.count / width
    isNumber = column.type != .fixedLengthByteArray
  }

  mutating func decode(
    _ wanted: Int,
    from bytes: UnsafeRawBufferPointer,
    into values: inout ColumnValues
  ) throws {
    guard wanted <= count - next else {
      throw ParquetDamage.broken("a page ends before its values")
    }
    for index in next..<(next + wanted) {
      let start = range.lowerBound + index
      if isNumber {
        values.slots.append(
          (0..<width).reduce(0) { $0 | UInt64(bytes[start + $1 * count]) << UInt64(8 * $1) }
        )
      } else {
        let first = values.built.count
        for place in 0..<width { values.built.append(bytes[start + place * count]) }
        values.append(bytes: first..<values.built.count)
        values.place = .built
      }
    }
    next += wanted
  }
}
