import DelimitedText

/// Cuts CSV and TSV into rows: a newline inside a quoted field ends nothing (RFC 4180).
struct DelimitedSplitter: RecordSplitter {
  private let scanner: DelimitedScanner
  private(set) var skippedLines = 0
  private var skipState = DelimitedScanner.State.fieldStart

  init(delimiter: UInt8) { scanner = DelimitedScanner(delimiter: delimiter) }

  func split(_ bytes: UnsafeRawBufferPointer, from start: Int, atEnd: Bool) -> SplitStep {
    var state = DelimitedScanner.State.fieldStart
    let end = scanner.rowEnd(bytes, from: start, state: &state)
    guard let end else {
      guard atEnd else { return .needsMore }
      let lines = max(1, ByteSearch.newlines(in: bytes, from: start, to: bytes.count))
      let isOpen = state == .quoted
      return .found(
        isOpen
          ? .broken(code: "input/unclosed-quote", message: "a quoted field is never closed")
          : .record,
        content: start..<bytes.count,
        end: bytes.count,
        lines: lines
      )
    }
    let content = start..<(end - 1)
    let isBlank = content.allSatisfy { bytes[$0] == ByteSearch.carriageReturn }
    return .found(
      isBlank ? .blank : .record,
      content: content,
      end: end,
      lines: ByteSearch.newlines(in: bytes, from: start, to: end)
    )
  }

  mutating func beginSkip(_ bytes: UnsafeRawBufferPointer, from start: Int) {
    skipState = .fieldStart
    skippedLines = ByteSearch.newlines(in: bytes, from: start, to: bytes.count)
    _ = scanner.rowEnd(bytes, from: start, state: &skipState)
  }

  mutating func skip(_ bytes: UnsafeRawBufferPointer) -> Int? {
    let end = scanner.rowEnd(bytes, from: 0, state: &skipState)
    skippedLines += ByteSearch.newlines(in: bytes, from: 0, to: end ?? bytes.count)
    return end
  }
}
