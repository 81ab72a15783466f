/// Rows that are stored together, a chunk a column.
struct RowGroup: Sendable {
  var columns: [ColumnChunk] = []
  var rowCount = 0

  static func read(_ thrift: inout ThriftReader) throws -> RowGroup {
    var group = RowGroup()
    try thrift.structure { thrift, number, kind in
      switch (number, kind) {
      case (1, .list):
        try thrift.list(of: .structure) { group.columns.append(try ColumnChunk.read(&$0)) }
      case (3, .int64): group.rowCount = try thrift.int64()
      default: return false
      }
      return true
    }
    guard !group.columns.isEmpty else { throw ParquetDamage.broken("a row group has no columns") }
    return group
  }
}
