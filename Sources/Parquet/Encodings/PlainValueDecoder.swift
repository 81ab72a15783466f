/// Reads values that stand as they are: PLAIN.
struct PlainValueDecoder {
  private let type: PhysicalType
  private let width: Int
  private var position: Int
  private let end: Int
  /// Booleans read from the byte at hand.
  private var bit = 0

  init(_ range: Range<Int>, of column: Schema.Column) {
    type = column.type
    width = column.width
    position = range.lowerBound
    end = range.upperBound
  }

  mutating func decode(
    _ count: Int,
    from bytes: UnsafeRawBufferPointer,
    into values: inout ColumnValues
  ) throws {
    switch type {
    case .boolean:
      try requireBytes((bit + count + 7) / 8)
      for _ in 0..<count {
        values.slots.append(UInt64(bytes[position] >> UInt8(bit) & 1))
        bit += 1
        if bit == 8 { (position, bit) = (position + 1, 0) }
      }
    case .byteArray:
      for _ in 0..<count { try decodeBytes(bytes, into: &values) }
    case .int96, .fixedLengthByteArray:
      try requireBytes(count * width)
      for _ in 0..<count {
        values.append(bytes: position..<(position + width))
        position += width
      }
    case .int32, .float, .int64, .double:
      try requireBytes(count * width)
      for _ in 0..<count {
        values.slots.append(Self.number(bytes, at: position, width: width))
        position += width
      }
    }
  }

  private mutating func decodeBytes(
    _ bytes: UnsafeRawBufferPointer,
    into values: inout ColumnValues
  ) throws {
    try requireBytes(4)
    let raw = bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self).littleEndian
    position += 4
    try requireBytes(Int(raw))
    values.append(bytes: position..<(position + Int(raw)))
    position += Int(raw)
  }

  private func requireBytes(_ count: Int) throws {
    guard count <= end - position else {
      throw ParquetDamage.broken("a page ends before its values")
    }
  }

  /// Four or eight bytes.
  private static func number(
    _ bytes: UnsafeRawBufferPointer,
    at offset: Int,
    width: Int
  ) -> UInt64 {
    width == 4
      ? UInt64(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian)
      : bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
  }
}

extension Schema.Column {
  /// Bytes of a value; 0 where they differ.
  var width: Int {
    switch type {
    case .boolean, .byteArray: 0
    case .int32, .float: 4
    case .int64, .double: 8
    case .int96: 12
    case .fixedLengthByteArray: length
    }
  }
}
