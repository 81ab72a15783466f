/// What a `Replace` or `Split` looks for: text as it is, or one of the regular expressions in use.
enum TextPattern: Sendable, Hashable {
  case literal([UInt8])
  /// The expression ` {2,}` and its like: a run of one sign, at least so long.
  case run(UInt8, atLeast: Int)
  case expression(SplitExpression)

  /// Calls `body` with each match from left to right, none of which overlap or are empty.
  func forEachMatch(
    in text: MappedText,
    _ range: Range<Int>,
    _ classes: ScalarPages,
    _ body: (Range<Int>) -> Void
  ) {
    switch self {
    case .literal(let sought):
      text.bytes.withUnsafeBytes { Self.find(sought, in: $0, range, body) }
    case .run(let sign, let least):
      text.bytes.withUnsafeBytes { Self.findRuns(of: sign, least, in: $0, range, body) }
    case .expression(let expression):
      text.bytes.withUnsafeBytes { bytes in
        expression.forEachMatch(in: bytes, range, classes, body)
      }
    }
  }

  /// The same for text as it is, which needs no table.
  func forEachLiteral(in text: MappedText, _ range: Range<Int>, _ body: (Range<Int>) -> Void) {
    guard case .literal(let sought) = self else { return }
    text.bytes.withUnsafeBytes { Self.find(sought, in: $0, range, body) }
  }

  private static func find(
    _ sought: [UInt8],
    in text: UnsafeRawBufferPointer,
    _ range: Range<Int>,
    _ body: (Range<Int>) -> Void
  ) {
    guard let first = sought.first else { return }
    var position = range.lowerBound
    while position + sought.count <= range.upperBound {
      if text[position] == first,
        sought.indices.allSatisfy({ text[position + $0] == sought[$0] })
      {
        body(position..<position + sought.count)
        position += sought.count
      } else {
        position += 1
      }
    }
  }

  private static func findRuns(
    of sign: UInt8,
    _ least: Int,
    in text: UnsafeRawBufferPointer,
    _ range: Range<Int>,
    _ body: (Range<Int>) -> Void
  ) {
    var position = range.lowerBound
    while position < range.upperBound {
      var end = position
      while end < range.upperBound, text[end] == sign { end += 1 }
      if end - position >= least { body(position..<end) }
      position = max(end, position + 1)
    }
  }
}
