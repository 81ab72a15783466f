/// Cuts at newlines; a CR before one stays in the record, where JSON takes it for white space.
struct LineSplitter: RecordSplitter {
  let skippedLines = 1

  func split(_ bytes: UnsafeRawBufferPointer, from start: Int, atEnd: Bool) -> SplitStep {
    let newline = ByteSearch.first(ByteSearch.newline, in: bytes, from: start)
    guard newline != nil || atEnd else { return .needsMore }
    let content = start..<(newline ?? bytes.count)
    let kind: SplitStep.Kind = ByteSearch.isBlank(bytes, in: content) ? .blank : .record
    return .found(kind, content: content, end: newline.map { $0 + 1 } ?? bytes.count, lines: 1)
  }

  func beginSkip(_ bytes: UnsafeRawBufferPointer, from start: Int) {}

  func skip(_ bytes: UnsafeRawBufferPointer) -> Int? {
    ByteSearch.first(ByteSearch.newline, in: bytes).map { $0 + 1 }
  }
}
