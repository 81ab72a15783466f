/// Numbered lines that come in pieces cut anywhere.
struct NumberedLineStream {
  private var rest: [UInt8] = []

  /// Hands out every line that the pieces so far hold whole.
  mutating func append(
    _ piece: UnsafeRawBufferPointer,
    _ body: (UInt64, ArraySlice<UInt8>) throws -> Void
  ) throws {
    rest += piece
    var start = 0
    while let (key, line) = NumberedLines.header(rest[...], at: start) {
      try body(key, rest[line])
      start = line.upperBound
    }
    rest.removeFirst(start)
  }
}
