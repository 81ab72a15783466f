import Diagnostics

/// Cuts a shard into batches of records, in order, in bounded memory.
///
/// Damage never throws: it comes out as quarantine entries, so that every byte of the input is in a
/// record, blank, ignored by its kind, or in quarantine.
package final class ShardReader {
  private let shard: InputShard
  private let options: ReadOptions
  private let limits: ReadLimits
  private let window: InputWindow
  private var splitter: any RecordSplitter
  private var position: ReadPosition
  private var resumesAt: ReadPosition?
  private var columns: DelimitedColumns?
  private var needsHeader: Bool

  /// Opens nothing yet: a file that cannot be read shows up in the first batch.
  ///
  /// The position is one at which an earlier reader of the same shard and options stood.
  package init(
    shard: InputShard,
    options: ReadOptions,
    limits: ReadLimits,
    from position: ReadPosition = .start
  ) {
    self.shard = shard
    self.options = options
    self.limits = limits
    window = InputWindow(shard, limits: limits)
    self.position = position.isAtEnd ? position : .start
    resumesAt = position == .start ? nil : position
    needsHeader = shard.format == .csv || shard.format == .tsv
    switch shard.format {
    case .jsonl, .parquet: splitter = LineSplitter()
    case .text: splitter = WholeFileSplitter()
    case .csv: splitter = DelimitedSplitter(delimiter: UInt8(ascii: ","))
    case .tsv: splitter = DelimitedSplitter(delimiter: UInt8(ascii: "\t"))
    case .warc: splitter = WARCSplitter()
    }
  }

  /// Bytes of the file as it lies on disk that were read so far.
  package var fileBytesRead: Int { window.fileBytesRead }

  /// The next batch, nil when the shard is read to its end.
  ///
  /// A batch may hold quarantine entries alone. The cost is that of reading and of finding newlines.
  package func next() -> RecordBatch? {
    guard !position.isAtEnd else { return nil }
    resume()
    guard !position.isAtEnd else { return nil }
    let batch = readBatch()
    position = batch.position
    let isEmpty =
      batch.position.byteOffset == batch.start.byteOffset && batch.quarantined.isEmpty
    return isEmpty ? nil : batch
  }

  /// Goes to where an earlier reader stood; a header row is read again on the way.
  private func resume() {
    guard let target = resumesAt else { return }
    resumesAt = nil
    if needsHeader { _ = readBatch(onlyHeader: true) }
    window.skip(to: target.byteOffset)
    position = target
  }

  private var recordLimit: Int {
    shard.format == .text ? limits.documentBytes : limits.lineBytes
  }

  private func readBatch(onlyHeader: Bool = false) -> RecordBatch {
    var draft = BatchDraft(shard: shard, start: position)
    let storage = ByteStorage(capacity: max(64, options.batchBytes))
    var filled = window.fill(storage, from: 0)
    begin(&draft, storage, filled: filled)
    let first = draft.consumed
    while true {
      cut(&draft, storage, filled: filled, onlyHeader: onlyHeader)
      guard draft.consumed == first, !window.isAtEnd else { break }
      guard filled - first <= recordLimit else {
        skipRecord(&draft, storage, filled: filled)
        return draft.finished(
          storage: ByteStorage(capacity: 0),
          columns: columns,
          isAtEnd: window.isAtEnd
        )
      }
      // Four more bytes than the limit hold a byte order mark and show that the limit is passed.
      storage.grow(to: max(storage.capacity + 4, min(storage.capacity * 2, recordLimit + 4)))
      filled = window.fill(storage, from: filled)
    }
    return finish(&draft, storage, filled: filled)
  }

  /// Looks for a byte order mark and for a file without bytes.
  private func begin(_ draft: inout BatchDraft, _ storage: ByteStorage, filled: Int) {
    guard draft.start.byteOffset == 0 else { return }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if filled >= 3, storage.bytes[..<3].elementsEqual(mark) { draft.consumed = 3 }
    if filled == draft.consumed, window.isAtEnd, window.failure == nil {
      draft.quarantine(
        from: 0,
        byteCount: filled,
        code: "input/empty-file",
        message: "the file is empty"
      )
    }
  }

  private func cut(
    _ draft: inout BatchDraft,
    _ storage: ByteStorage,
    filled: Int,
    onlyHeader: Bool
  ) {
    let bytes = UnsafeRawBufferPointer(rebasing: storage.bytes[..<filled])
    let atEnd = window.isAtEnd && window.failure == nil
    while draft.consumed < filled {
      let step = splitter.split(bytes, from: draft.consumed, atEnd: atEnd)
      guard case .found(let kind, let content, let end, let lines) = step else { return }
      take(kind, content, end: end, bytes, into: &draft)
      draft.consumed = end
      draft.line += lines
      if case .blank = kind { draft.blankLines += lines }
      if onlyHeader, !needsHeader { return }
    }
  }

  private func take(
    _ kind: SplitStep.Kind,
    _ content: Range<Int>,
    end: Int,
    _ bytes: UnsafeRawBufferPointer,
    into draft: inout BatchDraft
  ) {
    switch kind {
    case .blank:
      break
    case .ignored:
      draft.ignoredRecords += 1
    case .broken(let code, let message):
      draft.quarantine(
        from: content.lowerBound,
        byteCount: end - content.lowerBound,
        code: code,
        message: message
      )
    case .record where content.count > recordLimit:
      quarantineTooLong(&draft, from: content.lowerBound, byteCount: end - content.lowerBound)
    case .record where needsHeader:
      takeHeader(UnsafeRawBufferPointer(rebasing: bytes[content]), at: content, into: &draft)
    case .record where shard.format.isDelimited && columns == nil:
      break
    case .record:
      draft.addRecord(content)
    }
  }

  private func takeHeader(
    _ row: UnsafeRawBufferPointer,
    at content: Range<Int>,
    into draft: inout BatchDraft
  ) {
    needsHeader = false
    columns = DelimitedColumns(
      header: row,
      delimiter: shard.format == .csv ? UInt8(ascii: ",") : UInt8(ascii: "\t"),
      options: options
    )
    guard columns != nil else {
      draft.quarantine(
        from: content.lowerBound,
        byteCount: nil,
        code: "input/missing-column",
        message: "the header row names no column `\(options.textField)`"
      )
      return
    }
    draft.ignoredRecords += 1
    draft.prologue = Array(row) + [ByteSearch.newline]
  }

  private func quarantineTooLong(_ draft: inout BatchDraft, from place: Int, byteCount: Int) {
    let isText = shard.format == .text
    draft.quarantine(
      from: place,
      byteCount: byteCount,
      code: isText ? "input/document-too-large" : "input/line-too-long",
      message: "the \(isText ? "document" : "record") is longer than \(recordLimit) bytes"
    )
  }

  /// Passes over a record in constant memory.
  private func skipRecord(_ draft: inout BatchDraft, _ storage: ByteStorage, filled: Int) {
    let place = draft.consumed
    splitter.beginSkip(
      UnsafeRawBufferPointer(rebasing: storage.bytes[..<filled]),
      from: draft.consumed
    )
    let chunk = ByteStorage(capacity: max(64, options.batchBytes))
    var isFound = false
    while !isFound, !window.isAtEnd {
      let count = window.fill(chunk, from: 0)
      let end = splitter.skip(UnsafeRawBufferPointer(rebasing: chunk.bytes[..<count]))
      isFound = end != nil
      draft.skipped += end ?? count
      window.putBack((end ?? count)..<count, of: chunk)
    }
    draft.consumed = filled
    quarantineTooLong(&draft, from: place, byteCount: filled - place + draft.skipped)
    draft.line += splitter.skippedLines
    if window.isAtEnd, let failure = window.failure {
      draft.quarantine(from: filled + draft.skipped, byteCount: 0, failure)
    }
  }

  private func finish(
    _ draft: inout BatchDraft,
    _ storage: ByteStorage,
    filled: Int
  ) -> RecordBatch {
    var isAtEnd = window.isAtEnd
    if shard.format.isDelimited, !needsHeader, columns == nil { isAtEnd = true }
    if window.isAtEnd {
      // Damage swallows the record that it cuts; without damage nothing is left here.
      if let failure = window.failure {
        draft.quarantine(from: draft.consumed, byteCount: filled - draft.consumed, failure)
      }
      draft.consumed = filled
    } else {
      window.putBack(draft.consumed..<filled, of: storage)
    }
    return draft.finished(storage: storage, columns: columns, isAtEnd: isAtEnd)
  }
}
