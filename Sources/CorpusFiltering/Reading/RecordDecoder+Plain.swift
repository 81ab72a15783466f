import DelimitedText

/// Records that are not JSON.
extension RecordDecoder {
  /// A file as a document; a byte order mark is already taken off.
  func decodeWhole(
    _ record: RawRecord,
    of batch: RecordBatch
  ) throws(JSONScanner.Failure) -> DocumentRecord {
    let text = batch.bytes(of: record)
    try checkSize(text.count)
    try checkText(text)
    return DocumentRecord(
      id: batch.shard,
      text: text,
      record: record,
      textToken: record.range
    )
  }

  /// A row of CSV or TSV.
  func decodeRow(
    _ record: RawRecord,
    of batch: RecordBatch
  ) throws(JSONScanner.Failure) -> DocumentRecord {
    let bytes = batch.bytes(of: record)
    try checkText(bytes)
    guard let columns = batch.columns,
      let row = DelimitedRow(bytes, delimiter: columns.delimiter)
    else {
      throw .init(code: "input/broken-csv", message: "bytes follow a closing quote")
    }
    guard row.fields.count == columns.count else {
      throw .init(
        code: "input/wrong-column-count",
        message: "the row has \(row.fields.count) columns where the header has \(columns.count)"
      )
    }
    let field = row.fields[columns.text]
    let raw = UnsafeRawBufferPointer(rebasing: bytes[field])
    let count = DelimitedRow.decode(raw, into: arena.reserve(raw.count))
    try checkSize(count)
    func string(_ column: Int?) -> String? {
      guard let column, !row.fields[column].isEmpty else { return nil }
      return DelimitedRow.string(UnsafeRawBufferPointer(rebasing: bytes[row.fields[column]]))
    }
    let base = record.range.lowerBound
    return DocumentRecord(
      id: string(columns.id) ?? defaultID(record, batch),
      url: string(columns.url),
      text: arena.bytes(count),
      record: record,
      textToken: (base + field.lowerBound)..<(base + field.upperBound)
    )
  }

  /// A WARC record of plain text.
  func decodeWebRecord(
    _ record: RawRecord,
    of batch: RecordBatch
  ) throws(JSONScanner.Failure) -> DocumentRecord {
    let bytes = batch.bytes(of: record)
    guard case .complete(let header) = WARCHeader.parse(bytes) else {
      throw .init(code: "input/broken-warc", message: "the WARC header cannot be read")
    }
    let text = UnsafeRawBufferPointer(rebasing: bytes[header.byteCount...])
    try checkSize(text.count)
    try checkText(text)
    return DocumentRecord(
      id: header.id ?? defaultID(record, batch),
      url: header.url,
      text: text,
      record: record,
      textToken: (record.range.lowerBound + header.byteCount)..<record.range.upperBound
    )
  }
}
