/// Reads the compact protocol of Thrift, in which Parquet writes its metadata.
///
/// [The protocol](https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md):
/// numbers are variable-length and zigzag, fields carry the distance to the field before.
struct ThriftReader {
  /// What the bytes are not.
  enum Failure: Error {
    /// They end inside a value: more of them may make one.
    case endsEarly
    case broken
  }

  /// Of a field or an element.
  enum Kind: UInt8 {
    case isTrue = 1
    case isFalse, byte, int16, int32, int64, double, binary, list, set, map, structure, uuid
  }

  /// Nesting that no metadata of Parquet comes near.
  private static let deepest = 32

  private let bytes: UnsafeRawBufferPointer
  private(set) var position = 0
  private var depth = 0

  /// The bytes must outlive the reader.
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Calls a closure for every field; the value that it does not read is passed over.
  ///
  /// - Parameter field: Given the number and kind; returns whether it has read the value.
  /// - Throws: `Failure`, and what the closure throws.
  mutating func structure(
    _ field: (inout ThriftReader, Int, Kind) throws -> Bool
  ) throws {
    depth += 1
    guard depth <= Self.deepest else { throw Failure.broken }
    defer { depth -= 1 }
    var number = 0
    while true {
      let header = try byte()
      if header == 0 { return }
      guard let kind = Kind(rawValue: header & 15) else { throw Failure.broken }
      let step = Int(header >> 4)
      number = step == 0 ? Int(try int16()) : number + step
      if try !field(&self, number, kind) { try skip(kind) }
    }
  }

  /// Calls a closure for every element of a list whose elements are of one kind.
  mutating func list(of kind: Kind, _ element: (inout ThriftReader) throws -> Void) throws {
    let (found, count) = try listHeader()
    guard found == kind || count == 0 else { throw Failure.broken }
    for _ in 0..<count { try element(&self) }
  }

  mutating func int32() throws -> Int {
    guard let value = Int32(exactly: try integer()) else { throw Failure.broken }
    return Int(value)
  }

  mutating func int64() throws -> Int { Int(try integer()) }

  mutating func byte() throws -> UInt8 {
    guard position < bytes.count else { throw Failure.endsEarly }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func string() throws -> String {
    let range = try binary()
    guard let text = String(validating: bytes[range], as: UTF8.self) else { throw Failure.broken }
    return text
  }

  private mutating func int16() throws -> Int16 {
    guard let value = Int16(exactly: try integer()) else { throw Failure.broken }
    return value
  }

  private mutating func integer() throws -> Int64 {
    let raw = try unsigned()
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }

  private mutating func unsigned() throws -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0 as UInt64, to: 64, by: 7) {
      let next = try byte()
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
    }
    throw Failure.broken
  }

  private mutating func binary() throws -> Range<Int> {
    let raw = try unsigned()
    guard raw <= UInt64(Int32.max) else { throw Failure.broken }
    return try take(Int(raw))
  }

  private mutating func take(_ count: Int) throws -> Range<Int> {
    guard count <= bytes.count - position else { throw Failure.endsEarly }
    defer { position += count }
    return position..<(position + count)
  }

  private mutating func listHeader() throws -> (Kind, Int) {
    let header = try byte()
    let count = header >> 4 == 15 ? try unsigned() : UInt64(header >> 4)
    // A list of nothing may name no kind.
    guard let kind = Kind(rawValue: header & 15) ?? (count == 0 ? .byte : nil) else {
      throw Failure.broken
    }
    // Every element takes a byte at least, so that no count outruns the bytes.
    guard count <= UInt64(bytes.count - position) else { throw Failure.endsEarly }
    return (kind, Int(count))
  }

  private mutating func skip(_ kind: Kind) throws {
    switch kind {
    case .isTrue, .isFalse: break
    case .byte: _ = try byte()
    case .int16, .int32, .int64: _ = try unsigned()
    case .double: _ = try take(8)
    case .uuid: _ = try take(16)
    case .binary: _ = try binary()
    case .list, .set: try skipList()
    case .map: try skipMap()
    case .structure: try structure { _, _, _ in false }
    }
  }

  private mutating func skipList() throws {
    let (kind, count) = try listHeader()
    try skipElements(count, [kind])
  }

  private mutating func skipMap() throws {
    let count = try unsigned()
    guard count > 0 else { return }
    guard count <= UInt64(bytes.count - position) else { throw Failure.endsEarly }
    let kinds = try byte()
    guard let key = Kind(rawValue: kinds >> 4), let value = Kind(rawValue: kinds & 15) else {
      throw Failure.broken
    }
    try skipElements(Int(count), [key, value])
  }

  /// Elements that are booleans take a byte each, unlike fields.
  private mutating func skipElements(_ count: Int, _ kinds: [Kind]) throws {
    depth += 1
    guard depth <= Self.deepest else { throw Failure.broken }
    defer { depth -= 1 }
    for _ in 0..<count {
      for kind in kinds {
        if kind == .isTrue || kind == .isFalse { _ = try byte() } else { try skip(kind) }
      }
    }
  }
}
