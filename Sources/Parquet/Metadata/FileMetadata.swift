/// The footer of a file: its schema and where its columns lie.
///
/// [The format](https://github.com/apache/parquet-format): `PAR1`, pages, this, its length, `PAR1`.
struct FileMetadata: Sendable {
  /// Bytes of a footer: it grows with columns times row groups.
  static let maximumBytes = 32 << 20

  var schema: [SchemaElement] = []
  var rowGroups: [RowGroup] = []
  var rowCount = 0

  /// Reads the footer, and checks it against itself and the file.
  ///
  /// - Parameters:
  ///   - bytes: All of the footer.
  ///   - end: Where in the file it begins.
  /// - Throws: `ParquetDamage`.
  init(parsing bytes: UnsafeRawBufferPointer, end: Int) throws {
    var thrift = ThriftReader(bytes)
    do {
      try read(&thrift)
    } catch is ThriftReader.Failure {
      throw ParquetDamage.broken("the footer cannot be read")
    }
    try check(end: end)
  }

  private mutating func read(_ thrift: inout ThriftReader) throws {
    var found = FileMetadata()
    try thrift.structure { thrift, number, kind in
      switch (number, kind) {
      case (2, .list):
        try thrift.list(of: .structure) {
          found.schema.append(try SchemaElement.read(&$0))
          try Schema.checkCount(found.schema.count)
        }
      case (3, .int64): found.rowCount = try thrift.int64()
      case (4, .list):
        try thrift.list(of: .structure) { found.rowGroups.append(try RowGroup.read(&$0)) }
      case (8, _): throw ParquetDamage.unsupported("the file is encrypted")
      default: return false
      }
      return true
    }
    self = found
  }

  private init() {}

  private func check(end: Int) throws {
    guard rowCount >= 0 else { throw ParquetDamage.broken("the file has \(rowCount) rows") }
    var rest = rowCount
    for group in rowGroups {
      guard 0...rest ~= group.rowCount else {
        throw ParquetDamage.broken("the row groups hold more than the \(rowCount) rows of the file")
      }
      rest -= group.rowCount
      for chunk in group.columns {
        guard 4..<end ~= chunk.offset || chunk.valueCount == 0, chunk.valueCount >= 0 else {
          throw ParquetDamage.broken("a column begins at byte \(chunk.offset), outside the file")
        }
      }
    }
    guard rest == 0 else {
      throw ParquetDamage.broken("the row groups hold \(rowCount - rest) of \(rowCount) rows")
    }
  }
}
