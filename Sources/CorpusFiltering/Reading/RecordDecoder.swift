import CSimdJSON
import Diagnostics

/// Understands records; each worker has its own.
package final class RecordDecoder {
  private static let fallbackURL: FieldPath = "metadata.url"

  let limits: ReadLimits
  let scanner: JSONScanner
  let arena = ScratchArena()
  private let options: ReadOptions

  /// - Throws: `input/no-memory`.
  package init(options: ReadOptions, limits: ReadLimits) throws(Diagnostic) {
    self.options = options
    self.limits = limits
    scanner = try JSONScanner(
      paths: [options.textField, options.idField, options.urlField],
      fallbacks: [Self.fallbackURL]
    )
  }

  /// Decodes a record; the document's text lasts until the next call.
  ///
  /// The cost is linear in the record; memory grows to the longest text and shrinks again.
  package func decode(_ record: RawRecord, of batch: RecordBatch) -> DecodedRecord {
    do throws(JSONScanner.Failure) {
      switch batch.format {
      case .jsonl, .parquet: return .document(try decodeJSON(record, of: batch))
      case .text: return .document(try decodeWhole(record, of: batch))
      case .csv, .tsv: return .document(try decodeRow(record, of: batch))
      case .warc: return .document(try decodeWebRecord(record, of: batch))
      }
    } catch {
      return .quarantined(
        QuarantineEntry(
          shard: batch.shard,
          line: record.line,
          byteOffset: record.byteOffset,
          byteCount: record.range.count,
          code: error.code,
          message: message(of: error)
        )
      )
    }
  }

  private func message(of failure: JSONScanner.Failure) -> String {
    guard let offset = failure.offset, offset > 0 else { return failure.message }
    return "\(failure.message) (at byte \(offset) of the record)"
  }

  /// Finds the fields of a JSON line.
  private func decodeJSON(
    _ record: RawRecord,
    of batch: RecordBatch
  ) throws(JSONScanner.Failure) -> DocumentRecord {
    let line = batch.bytes(of: record)
    try scanner.scan(line)
    let text = scanner[0]
    guard text.kind != GST_JSON_ABSENT else {
      throw .init(
        code: "input/missing-field",
        message: "the field `\(options.textField)` is missing"
      )
    }
    guard text.kind == GST_JSON_STRING else {
      throw .init(
        code: "input/wrong-type",
        message: "the field `\(options.textField)` is not a string"
      )
    }
    let id = scanner[1]
    let base = record.range.lowerBound
    return DocumentRecord(
      id: try idString(id, line) ?? defaultID(record, batch),
      url: try urlString(line),
      text: try unescapedText(line, token: text.range),
      record: record,
      textToken: (base + text.range.lowerBound)..<(base + text.range.upperBound),
      idToken: id.kind == GST_JSON_STRING || id.kind == GST_JSON_NUMBER
        ? (base + id.range.lowerBound)..<(base + id.range.upperBound) : nil
    )
  }

  func defaultID(_ record: RawRecord, _ batch: RecordBatch) -> String {
    "\(batch.shard):\(record.line)"
  }

  func checkSize(_ count: Int) throws(JSONScanner.Failure) {
    guard count <= limits.documentBytes else {
      throw .init(
        code: "input/document-too-large",
        message: "the text has \(count) bytes, over the limit of \(limits.documentBytes)"
      )
    }
  }

  /// Checks bytes that came without JSON around them.
  func checkText(_ bytes: UnsafeRawBufferPointer) throws(JSONScanner.Failure) {
    guard ByteSearch.first(0, in: bytes) == nil else {
      throw .init(code: "input/nul-byte", message: "the text holds a NUL byte")
    }
    guard JSONScanner.isUTF8(bytes) else {
      throw .init(code: "input/invalid-utf8", message: "the text is not valid UTF-8")
    }
  }

  /// The text without a copy where it has no escapes.
  private func unescapedText(
    _ line: UnsafeRawBufferPointer,
    token range: Range<Int>
  ) throws(JSONScanner.Failure) -> UnsafeRawBufferPointer {
    let token = UnsafeRawBufferPointer(rebasing: line[range])
    let inner = UnsafeRawBufferPointer(rebasing: token[1..<(token.count - 1)])
    guard ByteSearch.first(UInt8(ascii: "\\"), in: inner) != nil else {
      try checkSize(inner.count)
      return inner
    }
    let count = try JSONScanner.unescape(token, into: arena.reserve(token.count))
    try checkSize(count)
    return arena.bytes(count)
  }

  private func idString(
    _ field: (kind: gst_json_kind, range: Range<Int>),
    _ line: UnsafeRawBufferPointer
  ) throws(JSONScanner.Failure) -> String? {
    switch field.kind {
    case GST_JSON_STRING:
      return try string(line, token: field.range)
    case GST_JSON_NUMBER:
      return String(decoding: line[field.range], as: UTF8.self)
    case GST_JSON_ABSENT, GST_JSON_NULL:
      return nil
    default:
      throw .init(
        code: "input/wrong-type",
        message: "the field `\(options.idField)` is neither a string nor a number"
      )
    }
  }

  private func urlString(_ line: UnsafeRawBufferPointer) throws(JSONScanner.Failure) -> String? {
    for index in 2...3 where scanner[index].kind == GST_JSON_STRING {
      return try string(line, token: scanner[index].range)
    }
    return nil
  }

  private func string(
    _ line: UnsafeRawBufferPointer,
    token range: Range<Int>
  ) throws(JSONScanner.Failure) -> String {
    let token = UnsafeRawBufferPointer(rebasing: line[range])
    let count = try JSONScanner.unescape(token, into: arena.reserve(token.count))
    return String(decoding: arena.bytes(count), as: UTF8.self)
  }
}
