import Compression

/// Where the values of one column of one row group lie.
struct ColumnChunk: Sendable {
  var type: PhysicalType = .boolean
  var compression: BlockCompression = .none
  /// Values and missing ones, of all levels.
  var valueCount = 0
  /// Where in the file the first page begins.
  var offset = 0

  static func read(_ thrift: inout ThriftReader) throws -> ColumnChunk {
    var chunk: ColumnChunk?
    try thrift.structure { thrift, number, kind in
      switch (number, kind) {
      case (1, .binary):
        guard try thrift.string().isEmpty else {
          throw ParquetDamage.unsupported("a column lies in another file")
        }
      case (3, .structure): chunk = try readMetadata(&thrift)
      case (8, _), (9, _): throw ParquetDamage.unsupported("a column is encrypted")
      default: return false
      }
      return true
    }
    guard let chunk else { throw ParquetDamage.broken("a column has no metadata") }
    return chunk
  }

  private static func readMetadata(_ thrift: inout ThriftReader) throws -> ColumnChunk {
    var chunk = ColumnChunk()
    var dictionaryOffset: Int?
    var required: Set = [1, 4, 5, 9]
    try thrift.structure { thrift, number, kind in
      required.remove(number)
      switch (number, kind) {
      case (1, .int32):
        guard let type = PhysicalType(rawValue: try thrift.int32()) else {
          throw ParquetDamage.unsupported("a column has an unknown type")
        }
        chunk.type = type
      case (4, .int32): chunk.compression = try Self.compression(thrift.int32())
      case (5, .int64): chunk.valueCount = try thrift.int64()
      case (9, .int64): chunk.offset = try thrift.int64()
      case (11, .int64): dictionaryOffset = try thrift.int64()
      default: return false
      }
      return true
    }
    guard required.isEmpty else { throw ParquetDamage.broken("a column has no whole metadata") }
    // Some writers leave a zero where there is no dictionary.
    if let dictionaryOffset, dictionaryOffset >= 4 {
      chunk.offset = min(chunk.offset, dictionaryOffset)
    }
    return chunk
  }

  private static func compression(_ number: Int) throws -> BlockCompression {
    switch number {
    case 0: return .none
    case 1: return .snappy
    case 2: return .gzip
    case 4: return .brotli
    case 5: return .lz4Hadoop
    case 6: return .zstd
    case 7: return .lz4
    case 3: throw ParquetDamage.unsupported("a column is packed by LZO")
    default: throw ParquetDamage.unsupported("a column is packed by an unknown codec \(number)")
    }
  }
}
