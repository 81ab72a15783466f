/// Takes a file as one record.
struct WholeFileSplitter: RecordSplitter {
  let skippedLines = 1

  func split(_ bytes: UnsafeRawBufferPointer, from start: Int, atEnd: Bool) -> SplitStep {
    guard atEnd else { return .needsMore }
    return .found(.record, content: start..<bytes.count, end: bytes.count, lines: 1)
  }

  func beginSkip(_ bytes: UnsafeRawBufferPointer, from start: Int) {}

  func skip(_ bytes: UnsafeRawBufferPointer) -> Int? { nil }
}
