/// Writes pieces of JSON to the end of a byte array.
package enum JSONWriter {
  /// A string with its quotes, from valid UTF-8; escapes what RFC 8259 asks for and no more.
  package static func append(_ text: UnsafeRawBufferPointer, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    var plainStart = 0
    for index in text.indices {
      let byte = text[index]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
        continue
      }
      out.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[plainStart..<index]))
      appendEscape(byte, to: &out)
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
