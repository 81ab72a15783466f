/// Writes pieces of JSON to the end of a byte array.
package enum JSONWriter {
  /// A string with its quotes, from valid UTF-8; escapes what RFC 8259 asks for and no more.
  package static func append(_ text: UnsafeRawBufferPointer, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    var plainStart = 0
    while let index = firstEscaped(in: text, from: plainStart) {
      out.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[plainStart..<index]))
      appendEscape(text[index], to: &out)
      plainStart = index + 1
    }
    out.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[plainStart...]))
    out.append(UInt8(ascii: "\""))
  }

  /// A string with its quotes.
  package static func append(_ text: String, to out: inout [UInt8]) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0), to: &out) }
  }

  package static func append(_ value: Int, to out: inout [UInt8]) {
    out.append(contentsOf: String(value).utf8)
  }

  /// The shortest decimal that reads back as the same value; `null` where JSON has no number.
  package static func append(_ value: Double, to out: inout [UInt8]) {
    guard value.isFinite else {
      out.append(contentsOf: "null".utf8)
      return
    }
    out.append(contentsOf: value.description.utf8)
  }

  /// Looks at eight bytes at a time for one that needs an escape.
  private static func firstEscaped(
    in text: UnsafeRawBufferPointer,
    from start: Int
  ) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var index = start
    while index + 8 <= text.count {
      let word = UInt64(
        littleEndian: text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      )
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      // A byte below n borrows in `byte - n`; its own high bit must be clear.
      let hits =
        (((word &- ones &* 0x20) & ~word) | ((quote &- ones) & ~quote)
          | ((backslash &- ones) & ~backslash)) & highs
      // Borrows run upwards, so that the lowest hit in memory order is a true one.
      if hits != 0 { return index + hits.trailingZeroBitCount / 8 }
      index += 8
    }
    return (index..<text.count).first { needsEscape(text[$0]) }
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func appendEscape(_ byte: UInt8, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: out.append(UInt8(ascii: "b"))
    case 0x09: out.append(UInt8(ascii: "t"))
    case 0x0A: out.append(UInt8(ascii: "n"))
    case 0x0C: out.append(UInt8(ascii: "f"))
    case 0x0D: out.append(UInt8(ascii: "r"))
    case 0..<0x20:
      out.append(contentsOf: "u00".utf8)
      for nibble in [byte >> 4, byte & 15] {
        out.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
      }
    default: out.append(byte)
    }
  }
}
