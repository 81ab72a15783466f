import Diagnostics

/// A recursive-descent reader of strict JSON, bounded in depth.
struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  private let file: String
  var position = 0
  private var depthLeft: Int

  init(bytes: UnsafeBufferPointer<UInt8>, file: String, depthLeft: Int) {
    self.bytes = bytes
    self.file = file
    self.depthLeft = depthLeft
  }

  /// Reads one value and insists that nothing follows it.
  mutating func parseText() throws -> JSONValue {
    let value = try parseValue()
    skipSpace()
    guard position == bytes.count else { throw problem("trailing-bytes", "text after the value") }
    return value
  }

  private mutating func parseValue() throws -> JSONValue {
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
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    default: throw problem("unexpected-byte", "unexpected byte where a value is expected")
    }
  }

  private mutating func nested(
    _ parse: (inout JSONParser) throws -> JSONValue
  ) throws -> JSONValue {
    guard depthLeft > 0 else { throw problem("too-deep", "values are nested too deeply") }
    depthLeft -= 1
    position += 1
    let value = try parse(&self)
    depthLeft += 1
    return value
  }

  private mutating func parseObject() throws -> JSONValue {
    var members: [String: JSONValue] = [:]
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

  private mutating func parseArray() throws -> JSONValue {
    var items: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return .array(items) }
    repeat { items.append(try parseValue()) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw problem("unexpected-byte", "expected `,` or `]`") }
    return .array(items)
  }

  private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard peek == word.utf8Start[index] else {
        throw problem("unexpected-byte", "expected `\(word)`")
      }
      position += 1
    }
    return value
  }

  private mutating func parseNumber() throws -> JSONValue {
    let start = position
    if peek == UInt8(ascii: "-") { position += 1 }
    let leading = peek
    let digits = skipDigits()
    var isWhole = true
    guard digits > 0, digits == 1 || leading != UInt8(ascii: "0") else {
      throw problem("bad-number", "not a number", at: start)
    }
    if peek == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      guard skipDigits() > 0 else { throw problem("bad-number", "not a number", at: start) }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      isWhole = false
      position += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
      guard skipDigits() > 0 else { throw problem("bad-number", "not a number", at: start) }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw problem("bad-number", "a number that no double holds", at: start)
    }
    return .number(value)
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while let byte = peek, 0x30...0x39 ~= byte { position += 1 }
    return position - start
  }

  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { position += 1 }
  }

  func problem(_ code: String, _ message: String, at offset: Int? = nil) -> Diagnostic {
    Diagnostic(
      Diagnostic.Code(rawValue: "json/\(code)"),
      message,
      at: .init(file: file, byteOffset: offset ?? position)
    )
  }
}
