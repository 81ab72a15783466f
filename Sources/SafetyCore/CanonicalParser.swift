import Diagnostics

/// A recursive-descent reader of strict JSON without fractions, bounded in depth.
struct CanonicalParser {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let file: String
  private var position = 0
  private var depthLeft: Int

  init(bytes: UnsafeBufferPointer<UInt8>, file: String, depthLeft: Int) {
    self.bytes = bytes
    self.file = file
    self.depthLeft = depthLeft
  }

  /// Reads one value and insists that nothing follows it.
  mutating func parseText() throws -> CanonicalValue {
    let value = try parseValue()
    skipSpace()
    guard position == bytes.count else { throw problem("trailing-bytes", "text after the value") }
    return value
  }

  private mutating func parseValue() throws -> CanonicalValue {
    skipSpace()
    guard let byte = peek else {
      throw problem("truncated", "the text ends where a value is expected")
    }
    switch byte {
    case UInt8(ascii: "{"): return try nested { try $0.parseObject() }
    case UInt8(ascii: "["): return try nested { try $0.parseArray() }
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .boolean(true))
    case UInt8(ascii: "f"): return try parseWord("false", .boolean(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseInteger()
    default: throw problem("unexpected-byte", "unexpected byte where a value is expected")
    }
  }

  private mutating func nested(
    _ parse: (inout CanonicalParser) throws -> CanonicalValue
  ) throws -> CanonicalValue {
    guard depthLeft > 0 else { throw problem("too-deep", "values are nested too deeply") }
    depthLeft -= 1
    position += 1
    let value = try parse(&self)
    depthLeft += 1
    return value
  }

  private mutating func parseObject() throws -> CanonicalValue {
    var members: [String: CanonicalValue] = [:]
    if take(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw problem("unexpected-byte", "expected a key") }
      let start = position
      let key = try parseString()
      guard take(UInt8(ascii: ":")) else { throw problem("unexpected-byte", "expected `:`") }
      guard members.updateValue(try parseValue(), forKey: key) == nil else {
        position = start
        throw problem("repeated-key", "a key stands twice in one object")
      }
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw problem("unexpected-byte", "expected `,` or `}`") }
    return .object(members)
  }

  private mutating func parseArray() throws -> CanonicalValue {
    var items: [CanonicalValue] = []
    if take(UInt8(ascii: "]")) { return .array(items) }
    repeat { items.append(try parseValue()) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw problem("unexpected-byte", "expected `,` or `]`") }
    return .array(items)
  }

  private mutating func parseWord(
    _ word: StaticString,
    _ value: CanonicalValue
  ) throws -> CanonicalValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard peek == word.utf8Start[index] else {
        throw problem("unexpected-byte", "expected `\(word)`")
      }
      position += 1
    }
    return value
  }

  private mutating func parseInteger() throws -> CanonicalValue {
    let start = position
    if peek == UInt8(ascii: "-") { position += 1 }
    let digits = position
    while let byte = peek, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    switch peek {
    case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      throw problem("fraction", "fractions travel as strings here")
    default: break
    }
    let leadingZero = bytes[start..<position].count > 1 && bytes[safe: digits] == UInt8(ascii: "0")
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard !leadingZero, let value = Int(text) else {
      position = start
      throw problem("bad-integer", "not an integer of 64 bits in its shortest form")
    }
    return .integer(value)
  }

  private mutating func parseString() throws -> String {
    let opening = position
    position += 1
    var start = position
    var decoded: [UInt8] = []
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        let tail = bytes[start..<position]
        let text =
          decoded.isEmpty
          ? String(validating: tail, as: UTF8.self)
          : String(validating: decoded + tail, as: UTF8.self)
        guard let text else {
          position = opening
          throw problem("invalid-utf8", "a string is not valid UTF-8")
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
    throw problem("truncated", "the text ends within a string")
  }

  private mutating func parseEscape(into decoded: inout [UInt8]) throws {
    guard let byte = peek else { throw problem("truncated", "the text ends within an escape") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"):
      var code = try parseHex()
      if code >> 10 == 0x36 {
        guard take(exactly: UInt8(ascii: "\\")), take(exactly: UInt8(ascii: "u")) else {
          throw problem("lone-surrogate", "half a surrogate pair")
        }
        let low = try parseHex()
        guard low >> 10 == 0x37 else { throw problem("lone-surrogate", "half a surrogate pair") }
        code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
      }
      guard let scalar = Unicode.Scalar(code) else {
        throw problem("lone-surrogate", "half a surrogate pair")
      }
      decoded += UTF8.encode(scalar).map { Array($0) } ?? []
    default:
      position -= 1
      throw problem("bad-escape", "unknown escape in a string")
    }
  }

  private mutating func parseHex() throws -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue,
        byte < 0x80
      else { throw problem("bad-escape", "expected four hexadecimal digits") }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }

  /// Takes a token after optional white space.
  private mutating func take(_ token: UInt8) -> Bool {
    skipSpace()
    return take(exactly: token)
  }

  private mutating func take(exactly token: UInt8) -> Bool {
    guard peek == token else { return false }
    position += 1
    return true
  }

  private func problem(_ code: String, _ message: String) -> Diagnostic {
    Diagnostic(
      .init(rawValue: "json/\(code)"),
      message,
      at: .init(file: file, byteOffset: position)
    )
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate subscript(safe index: Int) -> UInt8? { index < count ? self[index] : nil }
}
