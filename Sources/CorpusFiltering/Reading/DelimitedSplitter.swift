/// Cuts CSV and TSV into rows: a newline inside a quoted field ends nothing (RFC 4180).
///
/// A quote inside an unquoted field is a character like any other.
struct DelimitedSplitter: RecordSplitter {
  private enum State {
    case fieldStart
    case unquoted
    case quoted
    /// After a quote inside a quoted field: the end of it, or half of a doubled quote.
    case quoteInQuoted
  }

  let delimiter: UInt8
  private(set) var skippedLines = 0
  private var skipState = State.fieldStart

  init(delimiter: UInt8) { self.delimiter = delimiter }

  func split(_ bytes: UnsafeRawBufferPointer, from start: Int, atEnd: Bool) -> SplitStep {
    var state = State.fieldStart
    let end = rowEnd(bytes, from: start, state: &state)
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
    _ = rowEnd(bytes, from: start, state: &skipState)
  }

  mutating func skip(_ bytes: UnsafeRawBufferPointer) -> Int? {
    let end = rowEnd(bytes, from: 0, state: &skipState)
    skippedLines += ByteSearch.newlines(in: bytes, from: 0, to: end ?? bytes.count)
    return end
  }

  /// Returns where the next row starts, or nil with the state at the end of the window.
  private func rowEnd(
    _ bytes: UnsafeRawBufferPointer,
    from start: Int,
    state: inout State
  ) -> Int? {
    let quote = UInt8(ascii: "\"")
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      switch state {
      case .quoted:
        guard let closing = ByteSearch.first(quote, in: bytes, from: index) else { return nil }
        index = closing
        state = .quoteInQuoted
      case .quoteInQuoted where byte == quote:
        state = .quoted
      case .fieldStart where byte == quote:
        state = .quoted
      default:
        if byte == ByteSearch.newline { return index + 1 }
        state = byte == delimiter ? .fieldStart : .unquoted
      }
      index += 1
    }
    return nil
  }
}
