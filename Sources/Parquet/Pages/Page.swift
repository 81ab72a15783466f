/// A page, unpacked.
struct Page {
  /// Reading a word at the last byte stays inside.
  static let slack = 8

  /// `slack` bytes longer than the page.
  var bytes: [UInt8] = []
  var kind: PageHeader.Kind = .data
  /// Values and missing ones.
  var valueCount = 0
  var encoding: PageHeader.Encoding = .plain
  /// Where the levels and the values are; empty for levels that the column has none of.
  var repetition = 0..<0
  var definition = 0..<0
  var values = 0..<0
}

extension Page {
  /// Finds the parts of a data page.
  ///
  /// - Parameters:
  ///   - header: Of the page.
  ///   - bytes: The page, and its slack.
  ///   - column: Whose page it is.
  /// - Throws: `ParquetDamage`.
  init(_ header: PageHeader, bytes: [UInt8], of column: Schema.Column) throws {
    self.init(bytes: bytes)
    kind = header.kind
    valueCount = header.valueCount
    encoding = header.encoding
    let end = header.size
    guard header.kind != .dictionary else {
      values = 0..<end
      return
    }
    var start = 0
    if header.kind == .dataV2 {
      guard header.repetitionBytes >= 0, header.definitionBytes >= 0,
        header.repetitionBytes <= end, header.definitionBytes <= end - header.repetitionBytes
      else { throw ParquetDamage.broken("the levels of a page are longer than the page") }
      repetition = 0..<header.repetitionBytes
      definition = header.repetitionBytes..<(header.repetitionBytes + header.definitionBytes)
      start = definition.upperBound
    } else {
      guard column.definition == 0 || header.definitionEncoding == .runLength,
        column.depth == 0 || header.repetitionEncoding == .runLength
      else {
        throw ParquetDamage.unsupported("the levels of a page are bit-packed, as before 2013")
      }
      if column.depth > 0 { repetition = try levels(from: &start, end: end) }
      if column.definition > 0 { definition = try levels(from: &start, end: end) }
    }
    values = start..<end
  }

  /// Levels behind a count of four bytes.
  private func levels(from start: inout Int, end: Int) throws -> Range<Int> {
    guard end - start >= 4 else { throw ParquetDamage.broken("a page ends before its levels") }
    let count = bytes.withUnsafeBytes {
      Int($0.loadUnaligned(fromByteOffset: start, as: UInt32.self).littleEndian)
    }
    guard count <= end - start - 4 else {
      throw ParquetDamage.broken("the levels of a page are longer than the page")
    }
    defer { start += 4 + count }
    return (start + 4)..<(start + 4 + count)
  }
}
