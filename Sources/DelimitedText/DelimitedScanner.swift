import Glibc

/// Finds where rows of CSV and TSV end: a newline inside a quoted field ends nothing (RFC 4180).
///
/// A quote inside an unquoted field is a character like any other.
package struct DelimitedScanner: Sendable {
  /// Where in a row the reader stands.
  package enum State: Sendable {
    case fieldStart
    case unquoted
    case quoted
    /// After a quote inside a quoted field: the end of it, or half of a doubled quote.
    case quoteInQuoted
  }

  private static let quote = UInt8(ascii: "\"")
  private static let newline = UInt8(ascii: "\n")

  /// `,` or a tab.
  package let delimiter: UInt8

  package init(delimiter: UInt8) { self.delimiter = delimiter }

  /// Returns where the next row starts, or nil with the state at the end of the window.
  package func rowEnd(
    _ bytes: UnsafeRawBufferPointer,
    from start: Int,
    state: inout State
  ) -> Int? {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      switch state {
      case .quoted:
        guard let closing = Self.first(Self.quote, in: bytes, from: index) else { return nil }
        index = closing
        state = .quoteInQuoted
      case .quoteInQuoted where byte == Self.quote:
        state = .quoted
      case .fieldStart where byte == Self.quote:
        state = .quoted
      default:
        if byte == Self.newline { return index + 1 }
        state = byte == delimiter ? .fieldStart : .unquoted
      }
      index += 1
    }
    return nil
  }

  /// The first place of a byte at or after `start`.
  static func first(_ byte: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard start < bytes.count, let base = bytes.baseAddress else { return nil }
    guard let hit = memchr(base + start, CInt(byte), bytes.count - start) else { return nil }
    return UnsafeRawPointer(hit) - base
  }
}
