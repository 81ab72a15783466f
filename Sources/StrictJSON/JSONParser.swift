import Diagnostics

/// A reader of strict JSON in one pass, bounded in depth.
struct JSONParser {
  private(set) var nodes: [JSONNode] = []
  private(set) var text: [UInt8] = []
  private let bytes: UnsafeRawBufferPointer
  private let file: String
  private var position = 0
  private var depthLeft: Int
  private let allowsNonFinite: Bool

  init(bytes: UnsafeRawBufferPointer, file: String, limits: JSONLimits) {
    self.bytes = bytes
    self.file = file
    depthLeft = limits.depth
    allowsNonFinite = limits.allowsNonFinite
    text.reserveCapacity(bytes.count)
  }

  /// Reads one value and insists that nothing follows it.
  mutating func parseText() throws(Diagnostic) {
    // Some editors put a byte order mark in front.
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
    try parseValue()
    skipSpace()
    guard position == bytes.count else { throw problem("trailing-bytes", "text after the value") }
  }

  private mutating func parseValue() throws(Diagnostic) {
    skipSpace()
    guard let byte = peek else {
      throw problem("truncated", "the text ends where a value is expected")
    }
    switch byte {
    case UInt8(ascii: "{"): try parseCollection(.object, closing: UInt8(ascii: "}"))
    case UInt8(ascii: "["): try parseCollection(.array, closing: UInt8(ascii: "]"))
    case UInt8(ascii: "\""): try parseString()
    case UInt8(ascii: "t"): try parseWord("true", .yes)
    case UInt8(ascii: "f"): try parseWord("false", .no)
    case UInt8(ascii: "n"): try parseWord("null", .null)
    default: try parseNumber()
    }
  }

  private mutating func parseCollection(
    _ kind: JSONNode.Kind,
    closing: UInt8
  ) throws(Diagnostic) {
    guard depthLeft > 0 else { throw problem("too-deep", "values are nested too deeply") }
    depthLeft -= 1
    position += 1
    let index = open(kind)
    var count: UInt32 = 0
    if !take(closing) {
      repeat {
        if kind == .object { try parseKey() }
        try parseValue()
        count += 1
      } while take(UInt8(ascii: ","))
      guard take(closing) else {
        throw problem("unexpected-byte", "expected a comma or a closing bracket")
      }
    }
    nodes[index].count = count
    nodes[index].next = UInt32(nodes.count)
    depthLeft += 1
  }

  private mutating func parseKey() throws(Diagnostic) {
    skipSpace()
    guard peek == UInt8(ascii: "\"") else { throw problem("unexpected-byte", "expected a key") }
    try parseString()
    guard take(UInt8(ascii: ":")) else { throw problem("unexpected-byte", "expected a colon") }
  }

  private mutating func open(_ kind: JSONNode.Kind) -> Int {
    nodes.append(
      JSONNode(
        kind: kind,
        start: UInt32(text.count),
        count: 0,
        next: UInt32(nodes.count + 1)
      )
    )
    return nodes.count - 1
  }

  private mutating func parseWord(
    _ word: StaticString,
    _ kind: JSONNode.Kind
  ) throws(Diagnostic) {
    for index in 0..<word.utf8CodeUnitCount {
      guard peek == word.utf8Start[index] else {
        throw problem("unexpected-byte", "expected `\(word)`")
      }
      position += 1
    }
    _ = open(kind)
  }

  private mutating func parseNumber() throws(Diagnostic) {
    let start = position
    _ = takeExactly(UInt8(ascii: "-"))
    let leading = peek
    let digits = skipDigits()
    if digits == 0, allowsNonFinite, leading == UInt8(ascii: "I") {
      return try parseWord("Infinity", .null)
    }
    if digits == 0, position == start {
      if allowsNonFinite, leading == UInt8(ascii: "N") { return try parseWord("NaN", .null) }
      throw problem("unexpected-byte", "unexpected byte where a value is expected")
    }
    var isNumber = digits == 1 || (digits > 1 && leading != UInt8(ascii: "0"))
    if takeExactly(UInt8(ascii: ".")) { isNumber = skipDigits() > 0 && isNumber }
    if takeExactly(UInt8(ascii: "e")) || takeExactly(UInt8(ascii: "E")) {
      if !takeExactly(UInt8(ascii: "+")) { _ = takeExactly(UInt8(ascii: "-")) }
      isNumber = skipDigits() > 0 && isNumber
    }
    let written = bytes[start..<position]
    let value = written.count <= 64 ? Double(String(decoding: written, as: UTF8.self)) : nil
    guard isNumber, let value, value.isFinite else {
      position = start
      throw problem("bad-number", "not a number that a double holds")
    }
    let index = open(.number)
    text.append(contentsOf: written)
    nodes[index].count = UInt32(written.count)
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
    return position - start
  }

  private mutating func parseString() throws(Diagnostic) {
    let opening = position
    position += 1
    let index = open(.string)
    let first = text.count
    var plain = true
    while true {
      takePlainRun(&plain)
      guard let byte = peek else { break }
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard plain || Self.isValid(text[first...]) else {
          position = opening
          throw problem("invalid-utf8", "a string is not valid UTF-8")
        }
        nodes[index].count = UInt32(text.count - first)
        return
      case UInt8(ascii: "\\"): try parseEscape()
      default: throw problem("control-byte", "a control byte stands bare in a string")
      }
    }
    throw problem("truncated", "the text ends within a string")
  }

  /// Takes all bytes up to the next that is not itself in a string; `plain` stays while they are ASCII.
  @inline(__always)
  private mutating func takePlainRun(_ plain: inout Bool) {
    let start = position
    var all: UInt8 = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      all |= byte
      position &+= 1
    }
    if all >= 0x80 { plain = false }
    text.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<position]))
  }

  private static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }

  private mutating func parseEscape() throws(Diagnostic) {
    guard let byte = peek else { throw problem("truncated", "the text ends within an escape") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): try parseUnicodeEscape()
    default: throw problem("bad-escape", "an escape that JSON does not have")
    }
  }

  private mutating func parseUnicodeEscape() throws(Diagnostic) {
    var code = try parseHex()
    if code >> 10 == 0x36 {
      guard takeExactly(UInt8(ascii: "\\")), takeExactly(UInt8(ascii: "u")) else {
        throw problem("bad-escape", "half a surrogate pair")
      }
      let low = try parseHex()
      guard low >> 10 == 0x37 else { throw problem("bad-escape", "half a surrogate pair") }
      code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw problem("bad-escape", "half a surrogate pair")
    }
    text.append(contentsOf: String(Character(scalar)).utf8)
  }

  private mutating func parseHex() throws(Diagnostic) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      let digit: UInt8
      switch peek {
      case .some(let byte) where UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte:
        digit = byte - UInt8(ascii: "0")
      case .some(let byte) where UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20:
        digit = byte | 0x20 - UInt8(ascii: "a") + 10
      default: throw problem("bad-escape", "an escape needs four hexadecimal digits")
      }
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

  /// Takes a sign after optional white space.
  private mutating func take(_ sign: UInt8) -> Bool {
    skipSpace()
    return takeExactly(sign)
  }

  private mutating func takeExactly(_ sign: UInt8) -> Bool {
    guard peek == sign else { return false }
    position += 1
    return true
  }

  private func problem(_ code: String, _ message: String) -> Diagnostic {
    Diagnostic(
      Diagnostic.Code(rawValue: "json/\(code)"),
      message,
      at: .init(file: file, byteOffset: position)
    )
  }
}
