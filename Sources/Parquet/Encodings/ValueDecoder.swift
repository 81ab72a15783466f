/// Reads the values of a data page in any encoding, some at a time.
enum ValueDecoder {
  case plain(PlainValueDecoder)
  case dictionary(RunLengthDecoder)
  case booleans(RunLengthDecoder)
  case integers(DeltaDecoder)
  case deltaBytes(DeltaBytesDecoder)
  case split(SplitStreamDecoder)

  /// - Parameters:
  ///   - page: A data page.
  ///   - column: Whose page it is.
  /// - Throws: `ParquetDamage`.
  init(_ page: Page, of column: Schema.Column) throws {
    let isBytes = column.type == .byteArray || column.type == .fixedLengthByteArray
    switch page.encoding {
    case .plain:
      self = .plain(PlainValueDecoder(page.values, of: column))
    case .plainDictionary, .dictionary:
      // A page of nothing but missing values may leave the width out.
      let width = page.values.isEmpty ? 0 : Int(page.bytes[page.values.lowerBound])
      let start = min(page.values.lowerBound + 1, page.values.upperBound)
      self = .dictionary(try RunLengthDecoder(start..<page.values.upperBound, width: width))
    case .runLength where column.type == .boolean:
      // Behind a count of four bytes, which says no more than the page.
      let start = min(page.values.lowerBound + 4, page.values.upperBound)
      self = .booleans(try RunLengthDecoder(start..<page.values.upperBound, width: 1))
    case .deltaBinaryPacked where column.type == .int32 || column.type == .int64:
      self = .integers(try page.bytes.withUnsafeBytes { try DeltaDecoder($0, page.values) })
    case .deltaLengthByteArray where column.type == .byteArray, .deltaByteArray where isBytes:
      self = .deltaBytes(
        try page.bytes.withUnsafeBytes {
          try DeltaBytesDecoder(
            $0,
            page.values,
            of: column,
            sharesPrefixes: page.encoding == .deltaByteArray
          )
        }
      )
    case .byteStreamSplit:
      self = .split(try SplitStreamDecoder(page.values, of: column))
    default:
      throw ParquetDamage.broken(
        "a page of `\(column.path.prefix(80))` has an encoding of other types"
      )
    }
  }

  /// Puts the next values after others.
  ///
  /// - Parameters:
  ///   - count: How many are wanted; fewer come out where they take much memory.
  ///   - page: The page that the decoder was made for.
  ///   - dictionary: Values that places point into.
  ///   - values: Emptied before.
  /// - Throws: `ParquetDamage`.
  mutating func decode(
    _ count: Int,
    from page: Page,
    dictionary: [UInt64],
    into values: inout ColumnValues
  ) throws {
    try page.bytes.withUnsafeBytes { bytes in
      switch self {
      case .plain(var decoder):
        try decoder.decode(count, from: bytes, into: &values)
        self = .plain(decoder)
      case .dictionary(var decoder):
        try Self.decode(count, by: &decoder, bytes, dictionary, into: &values)
        self = .dictionary(decoder)
      case .booleans(var decoder):
        var numbers: [UInt32] = []
        try decoder.decode(count, from: bytes, into: &numbers)
        values.slots += numbers.map { UInt64($0) }
        self = .booleans(decoder)
      case .integers(var decoder):
        for _ in 0..<count { values.slots.append(UInt64(bitPattern: try decoder.next(bytes))) }
        self = .integers(decoder)
      case .deltaBytes(var decoder):
        _ = try decoder.decode(count, from: bytes, into: &values)
        self = .deltaBytes(decoder)
      case .split(var decoder):
        try decoder.decode(count, from: bytes, into: &values)
        self = .split(decoder)
      }
    }
  }

  private static func decode(
    _ count: Int,
    by decoder: inout RunLengthDecoder,
    _ bytes: UnsafeRawBufferPointer,
    _ dictionary: [UInt64],
    into values: inout ColumnValues
  ) throws {
    var places: [UInt32] = []
    places.reserveCapacity(count)
    try decoder.decode(count, from: bytes, into: &places)
    for place in places {
      guard Int(place) < dictionary.count else {
        throw ParquetDamage.broken("a value is missing from the dictionary")
      }
      values.slots.append(dictionary[Int(place)])
    }
    values.place = .dictionary
  }
}
