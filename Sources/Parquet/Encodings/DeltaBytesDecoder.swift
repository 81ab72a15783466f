/// Reads byte strings whose lengths stand before them: DELTA_LENGTH_BYTE_ARRAY, and DELTA_BYTE_ARRAY
/// where each also takes its beginning from the one before.
struct DeltaBytesDecoder {
  /// Bytes that are put together before they are handed out.
  private static let batchBytes = 4 << 20

  /// Bytes that are taken from the string before; nil where none are.
  private var prefixes: DeltaDecoder?
  private var lengths: DeltaDecoder
  private var position: Int
  private let end: Int
  private let width: Int
  private var last: [UInt8] = []

  /// - Parameters:
  ///   - bytes: Of the page, which every later call is given too.
  ///   - range: Where the values are.
  ///   - column: Whose values they are.
  ///   - sharesPrefixes: Whether they are of DELTA_BYTE_ARRAY.
  /// - Throws: `ParquetDamage`.
  init(
    _ bytes: UnsafeRawBufferPointer,
    _ range: Range<Int>,
    of column: Schema.Column,
    sharesPrefixes: Bool
  ) throws {
    var start = range.lowerBound
    if sharesPrefixes {
      prefixes = try DeltaDecoder(bytes, range)
      start = try Self.end(of: prefixes, bytes)
    }
    lengths = try DeltaDecoder(bytes, start..<range.upperBound)
    position = try Self.end(of: lengths, bytes)
    end = range.upperBound
    width = column.type == .fixedLengthByteArray ? column.length : 0
  }

  /// Integers have no length of their own: they are read once to find what follows them.
  private static func end(
    of integers: DeltaDecoder?,
    _ bytes: UnsafeRawBufferPointer
  ) throws -> Int {
    guard var integers else { return 0 }
    try integers.finish(bytes)
    return integers.position
  }

  /// Returns how many values came out: fewer than wanted where they take much memory.
  mutating func decode(
    _ count: Int,
    from bytes: UnsafeRawBufferPointer,
    into values: inout ColumnValues
  ) throws -> Int {
    for index in 0..<count {
      let length = Int(try lengths.next(bytes))
      guard 0...(end - position) ~= length else {
        throw ParquetDamage.broken("a page ends before its values")
      }
      let suffix = position..<(position + length)
      position += length
      if prefixes == nil {
        try check(length)
        values.append(bytes: suffix)
      } else {
        try build(suffix, bytes, into: &values)
        if values.built.count > Self.batchBytes { return index + 1 }
      }
    }
    return count
  }

  private mutating func build(
    _ suffix: Range<Int>,
    _ bytes: UnsafeRawBufferPointer,
    into values: inout ColumnValues
  ) throws {
    let shared = Int(try prefixes?.next(bytes) ?? 0)
    guard 0...last.count ~= shared else {
      throw ParquetDamage.broken("a value begins with more bytes than the one before has")
    }
    last.removeSubrange(shared...)
    last.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[suffix]))
    try check(last.count)
    let start = values.built.count
    values.built.append(contentsOf: last)
    values.append(bytes: start..<values.built.count)
    values.place = .built
  }

  private func check(_ length: Int) throws {
    guard width == 0 || length == width else {
      throw ParquetDamage.broken("a value has \(length) bytes where all have \(width)")
    }
  }
}
