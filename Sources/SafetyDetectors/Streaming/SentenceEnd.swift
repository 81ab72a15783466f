/// Tells where sentences end, one scalar after another.
package struct SentenceEnd: Sendable {
  private enum Last {
    case other
    /// A full stop, question or exclamation mark of a script with spaces.
    case stop
    /// A line feed or the full stop of a script without spaces.
    case end
  }

  private var last = Last.other

  package init() {}

  /// Whether a sentence has ended before this scalar, which is the next of the text.
  package mutating func ends(before scalar: UInt32) -> Bool {
    let isSpace = scalar == 0x20 || scalar == 0x0A || scalar == 0x0D || scalar == 0x09
    let hasEnded = last == .end || (last == .stop && isSpace)
    switch scalar {
    case 0x2E, 0x21, 0x3F, 0x2026, 0x61F, 0x6D4, 0x964: last = .stop
    case 0x0A, 0x3002, 0xFF01, 0xFF1F: last = .end
    // Quotation marks and brackets close a sentence with its stop.
    case 0x22, 0x27, 0x29, 0x2019, 0x201D,
      0xBB where last == .stop:
      break
    default: last = .other
    }
    return hasEnded
  }
}
