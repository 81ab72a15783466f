import Diagnostics

extension JSONParser {
  mutating func parseString() throws -> String {
    let opening = position
    position += 1
    var start = position
    var decoded: [UInt8] = []
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        decoded += bytes[start..<position]
        guard let text = String(validating: decoded, as: UTF8.self) else {
          throw problem("invalid-utf8", "a string is not valid UTF-8", at: opening)
        }
        position += 1
        return text
      case UInt8(ascii: "\\"):
        decoded += bytes[start..<position]
        position += 1
        try parseEscape(into: &decoded)
        start = position
      case 0..<0x20: throw problem("control-byte", "a control byte stands bare in a string")
      default: position += 1
      }
    }
    throw problem("truncated", "a string does not end", at: opening)
  }

  private mutating func parseEscape(into decoded: inout [UInt8]) throws {
    guard let byte = peek else { throw problem("truncated", "the text ends in an escape") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"): decoded += Array(String(try parseScalar()).utf8)
    default: throw problem("bad-escape", "an escape that JSON does not have", at: position - 1)
    }
  }

  private mutating func parseScalar() throws -> Unicode.Scalar {
    let start = position
    let unit = try parseHexUnit()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, peek == UInt8(ascii: "\\") else {
      throw problem("bad-escape", "half of a surrogate pair", at: start)
    }
    position += 1
    guard peek == UInt8(ascii: "u") else {
      throw problem("bad-escape", "half of a surrogate pair", at: start)
    }
    position += 1
    let low = try parseHexUnit()
    guard 0xDC00...0xDFFF ~= low,
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else { throw problem("bad-escape", "half of a surrogate pair", at: start) }
    return scalar
  }

  private mutating func parseHexUnit() throws -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Self.hexValue(byte) else {
        throw problem("bad-escape", "an escape needs four hexadecimal digits")
      }
      unit = unit << 4 | digit
      position += 1
    }
    return unit
  }

  private static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
