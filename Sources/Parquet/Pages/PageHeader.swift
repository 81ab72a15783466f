/// What stands before a page.
struct PageHeader: Sendable {
  enum Kind: Int, Sendable {
    case data, index, dictionary, dataV2
  }

  /// How values are encoded; the numbers are those of `parquet.thrift`.
  enum Encoding: Int, Sendable {
    case plain = 0
    case plainDictionary = 2
    case runLength = 3
    case bitPacked = 4
    case deltaBinaryPacked = 5
    case deltaLengthByteArray = 6
    case deltaByteArray = 7
    case dictionary = 8
    case byteStreamSplit = 9
  }

  var kind: Kind = .index
  /// Bytes of the page in the file, and unpacked.
  var packedSize = 0
  var size = 0
  var checksum: UInt32?
  /// Values and missing ones.
  var valueCount = 0
  var encoding: Encoding = .plain
  /// Of the levels of a page of version 1; writers put anything where the column has none.
  var definitionEncoding: Encoding = .runLength
  var repetitionEncoding: Encoding = .runLength
  /// Of a page of version 2, whose levels are not packed.
  var definitionBytes = 0
  var repetitionBytes = 0
  var isPacked = true

  /// Reads a header.
  ///
  /// - Returns: The header, and how many bytes it takes.
  /// - Throws: `ThriftReader.Failure.endsEarly` where the bytes are too few.
  static func read(_ bytes: UnsafeRawBufferPointer) throws -> (header: PageHeader, count: Int) {
    var thrift = ThriftReader(bytes)
    var header = PageHeader()
    try thrift.structure { thrift, number, kind in
      switch (number, kind) {
      case (1, .int32):
        // A page of a kind to come may be passed over.
        header.kind = Kind(rawValue: try thrift.int32()) ?? .index
      case (2, .int32): header.size = try thrift.int32()
      case (3, .int32): header.packedSize = try thrift.int32()
      case (4, .int32): header.checksum = UInt32(truncatingIfNeeded: try thrift.int32())
      case (5, .structure), (7, .structure): try header.readVersion1(&thrift)
      case (8, .structure): try header.readVersion2(&thrift)
      default: return false
      }
      return true
    }
    return (header, thrift.position)
  }

  /// The header of a data page of version 1 or of a dictionary, which begin alike.
  private mutating func readVersion1(_ thrift: inout ThriftReader) throws {
    try thrift.structure { thrift, number, kind in
      switch (number, kind) {
      case (1, .int32): valueCount = try thrift.int32()
      case (2, .int32): encoding = try Self.encoding(&thrift)
      case (3, .int32): definitionEncoding = try Self.encoding(&thrift)
      case (4, .int32): repetitionEncoding = try Self.encoding(&thrift)
      default: return false
      }
      return true
    }
  }

  private mutating func readVersion2(_ thrift: inout ThriftReader) throws {
    try thrift.structure { thrift, number, kind in
      switch (number, kind) {
      case (1, .int32): valueCount = try thrift.int32()
      case (4, .int32): encoding = try Self.encoding(&thrift)
      case (5, .int32): definitionBytes = try thrift.int32()
      case (6, .int32): repetitionBytes = try thrift.int32()
      case (7, .isFalse): isPacked = false
      default: return false
      }
      return true
    }
  }

  private static func encoding(_ thrift: inout ThriftReader) throws -> Encoding {
    let number = try thrift.int32()
    guard let encoding = Encoding(rawValue: number) else {
      throw ParquetDamage.unsupported("a page has an unknown encoding \(number)")
    }
    return encoding
  }
}
