import Diagnostics

/// Reads what `StateEncoder` wrote and refuses anything else; never reads past its bytes.
package struct StateDecoder {
  package let bytes: [UInt8]
  private(set) var position = 0
  private let code: Diagnostic.Code
  private let name: String

  /// - Parameters:
  ///   - bytes: What is read; not trusted.
  ///   - code: The code of the diagnostics thrown.
  ///   - name: What the bytes are, for the diagnostics.
  init(_ bytes: [UInt8], code: Diagnostic.Code, name: String) {
    self.bytes = bytes
    self.code = code
    self.name = name
  }

  package var remaining: Int { bytes.count - position }

  package func failure(_ problem: String) -> Diagnostic {
    Diagnostic(code, "\(name): \(problem)", at: .init(file: name, byteOffset: position))
  }

  mutating func integer() throws -> Int {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 63 {
      guard position < bytes.count else { throw failure("ends in the middle of a number") }
      let byte = bytes[position]
      position += 1
      result |= UInt64(byte & 0x7F) << shift
      guard byte >= 0x80 else { return Int(result) }
      shift += 7
    }
    throw failure("a number is too large")
  }

  mutating func integer(atMost limit: Int) throws -> Int {
    let value = try integer()
    guard value <= limit else { throw failure("a number is out of range") }
    return value
  }

  /// A count of things of at least one byte each, so that it cannot exceed what is left.
  package mutating func count() throws -> Int { try integer(atMost: remaining) }

  mutating func bits() throws -> Double {
    guard remaining >= 8 else { throw failure("ends in the middle of a value") }
    var pattern: UInt64 = 0
    for index in 0..<8 { pattern |= UInt64(bytes[position + index]) << UInt64(index * 8) }
    position += 8
    return Double(bitPattern: pattern)
  }

  package mutating func value() throws -> Double {
    let head = try integer()
    switch head {
    case 0: return .nan
    case 1: return try bits()
    default: return Double(head - 2)
    }
  }

  mutating func string(atMost limit: Int = 1 << 20) throws -> String {
    let slice = try raw(try integer(atMost: limit))
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw failure("a string is no UTF-8")
    }
    return text
  }

  mutating func raw(_ count: Int) throws -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else { throw failure("ends too early") }
    defer { position += count }
    return bytes[position..<position + count]
  }

  mutating func word() throws -> UInt32 {
    try raw(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Reads a sparse array that must have exactly `count` elements.
  mutating func sparse(count: Int) throws -> [Int] {
    guard try integer() == count else { throw failure("an array has another length") }
    var values = [Int](repeating: 0, count: count)
    var index = 0
    for _ in 0..<(try integer(atMost: count)) {
      index += try integer(atMost: count)
      guard index < count else { throw failure("an array index is out of range") }
      values[index] = try integer()
    }
    return values
  }

  func expectEnd() throws {
    guard remaining == 0 else { throw failure("has bytes after its end") }
  }
}
