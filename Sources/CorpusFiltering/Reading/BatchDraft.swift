import Diagnostics

/// A batch while it is cut.
struct BatchDraft {
  let shard: InputShard
  let start: ReadPosition
  /// Bytes of the storage that are dealt with; the storage begins at `start`.
  var consumed = 0
  /// Bytes dealt with beyond the storage.
  var skipped = 0
  var line: Int
  var records: [RawRecord] = []
  var quarantined: [QuarantineEntry] = []
  var blankLines = 0
  var ignoredRecords = 0
  var prologue: [UInt8] = []

  init(shard: InputShard, start: ReadPosition) {
    self.shard = shard
    self.start = start
    line = start.line
  }

  mutating func addRecord(_ range: Range<Int>) {
    records.append(
      RawRecord(range: range, line: line, byteOffset: start.byteOffset + range.lowerBound)
    )
  }

  /// Notes bytes that cannot be read, which start at a place of the storage.
  mutating func quarantine(from place: Int, byteCount: Int?, code: String, message: String) {
    quarantined.append(
      QuarantineEntry(
        shard: shard.name,
        line: line,
        byteOffset: start.byteOffset + place,
        byteCount: byteCount,
        code: code,
        message: message
      )
    )
  }

  /// Notes that the input breaks off at a place of the storage.
  mutating func quarantine(from place: Int, byteCount: Int?, _ failure: Diagnostic) {
    quarantine(
      from: place,
      byteCount: byteCount,
      code: failure.code.rawValue,
      message: failure.message
    )
    quarantined[quarantined.count - 1].endsInput = true
  }

  func finished(storage: ByteStorage, columns: DelimitedColumns?, isAtEnd: Bool) -> RecordBatch {
    RecordBatch(
      shard: shard.name,
      format: shard.format,
      storage: storage,
      records: records,
      start: start,
      position: ReadPosition(
        byteOffset: start.byteOffset + consumed + skipped,
        line: line,
        isAtEnd: isAtEnd
      ),
      quarantined: quarantined,
      blankLines: blankLines,
      ignoredRecords: ignoredRecords,
      columns: columns,
      prologue: prologue
    )
  }
}
