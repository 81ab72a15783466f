/// Puts the rows of a row group together from its columns, as JSON objects.
///
/// The levels of the first column below a place say whether the place is there and how often; those of
/// the other columns must agree.
struct RowAssembler {
  private static let missing = Array("null".utf8)

  private let schema: Schema
  private let renderers: [ValueRenderer]
  private var cursors: [ColumnCursor] = []
  private var rowsLeft = 0

  init(_ schema: Schema) {
    self.schema = schema
    renderers = schema.columns.map(ValueRenderer.init)
  }

  /// Begins with a row group, of which all rows must follow.
  mutating func begin(_ group: RowGroup, in file: ParquetFile) throws {
    guard group.columns.count == schema.columns.count else {
      throw ParquetDamage.broken(
        "a row group has \(group.columns.count) columns where the schema has \(schema.columns.count)"
      )
    }
    rowsLeft = group.rowCount
    cursors = try zip(schema.columns, group.columns).map {
      try ColumnCursor($0, $1, in: file)
    }
  }

  /// Writes the next row.
  ///
  /// - Parameters:
  ///   - out: Written to at its end.
  ///   - limit: Bytes of a row. What is beyond is read but left out, so that the row is too long.
  /// - Returns: False at the end of the row group.
  /// - Throws: `ParquetDamage`.
  mutating func appendRow(to out: inout [UInt8], limit: Int) throws -> Bool {
    guard rowsLeft > 0 else {
      for cursor in cursors where try cursor.repetition() != nil { throw ending(cursor) }
      return false
    }
    rowsLeft -= 1
    for cursor in cursors where try cursor.repetition() != 0 { throw ending(cursor) }
    let row = Row(start: out.count, limit: limit)
    try appendObject(schema.members, row, to: &out)
    row.trim(&out)
    return true
  }

  private func ending(_ cursor: ColumnCursor) -> ParquetDamage {
    .broken("`\(cursor.column.path.prefix(80))` has another count of values than of rows")
  }

  /// Bounds the bytes of a row.
  private struct Row {
    let start: Int
    let limit: Int

    /// What is kept of a row that is too long.
    var longest: Int { limit + 1024 }

    func trim(_ out: inout [UInt8]) {
      if out.count - start > longest { out.removeSubrange((start + longest)...) }
    }
  }

  private func appendObject(
    _ members: [SchemaNode],
    _ row: Row,
    to out: inout [UInt8]
  ) throws {
    for (index, node) in members.enumerated() {
      out.append(UInt8(ascii: index == 0 ? "{" : ","))
      out.append(contentsOf: node.member)
      try appendMember(node, row, to: &out)
    }
    out.append(UInt8(ascii: "}"))
  }

  private func appendMember(_ node: SchemaNode, _ row: Row, to out: inout [UInt8]) throws {
    switch node.repetition {
    case .repeated:
      try appendArray(node, row, to: &out)
    case .optional where try cursors[node.columns.lowerBound].definition() < node.definition:
      out.append(contentsOf: Self.missing)
      for column in node.columns { try cursors[column].skipMissing() }
    case .optional, .required:
      try appendContent(node, row, to: &out)
    }
  }

  private func appendContent(_ node: SchemaNode, _ row: Row, to out: inout [UInt8]) throws {
    switch node.content {
    case .value(let column):
      try cursors[column].take { slot, bytes in
        try renderers[column].append(slot, bytes, limit: row.longest, to: &out)
      }
      row.trim(&out)
    case .object(let members): try appendObject(members, row, to: &out)
    case .list(let repeated): try appendArray(repeated, row, to: &out)
    case .element(let element): try appendMember(element, row, to: &out)
    }
  }

  private func appendArray(_ node: SchemaNode, _ row: Row, to out: inout [UInt8]) throws {
    let first = cursors[node.columns.lowerBound]
    out.append(UInt8(ascii: "["))
    guard try first.definition() >= node.definition else {
      for column in node.columns { try cursors[column].skipMissing() }
      out.append(UInt8(ascii: "]"))
      return
    }
    try appendContent(node, row, to: &out)
    while try first.repetition() == node.depth {
      for column in node.columns.dropFirst()
      where try cursors[column].repetition() != node.depth { throw ending(cursors[column]) }
      out.append(UInt8(ascii: ","))
      try appendContent(node, row, to: &out)
      row.trim(&out)
    }
    out.append(UInt8(ascii: "]"))
  }
}
