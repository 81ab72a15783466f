/// Lines with numbers as they lie in a bucket: the number, the length, the bytes.
struct NumberedLines {
  /// Eight bytes of number and four of length.
  static let headerBytes = 12

  private var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  static func append(_ key: UInt64, _ line: ArraySlice<UInt8>, to out: inout [UInt8]) {
    withUnsafeBytes(of: key.littleEndian) { out += $0 }
    withUnsafeBytes(of: UInt32(line.count).littleEndian) { out += $0 }
    out += line
  }

  /// The header at a place, or nil where the bytes end before the line does.
  static func header(
    _ bytes: ArraySlice<UInt8>,
    at start: Int
  ) -> (key: UInt64, line: Range<Int>)? {
    guard bytes.endIndex - start >= headerBytes else { return nil }
    let key = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
    let count = (0..<4).reduce(0) { $0 | Int(bytes[start + 8 + $1]) << (8 * $1) }
    let first = start + headerBytes
    return bytes.endIndex - first >= count ? (key, first..<(first + count)) : nil
  }

  mutating func append(_ piece: UnsafeRawBufferPointer) { bytes += piece }

  /// Hands out the lines by number, then by bytes.
  func forEachSorted(_ body: (UInt64, ArraySlice<UInt8>) throws -> Void) throws {
    var places: [(key: UInt64, line: Range<Int>)] = []
    var start = 0
    while let found = Self.header(bytes[...], at: start) {
      places.append(found)
      start = found.line.upperBound
    }
    places.sort { a, b in
      a.key != b.key
        ? a.key < b.key : bytes[a.line].lexicographicallyPrecedes(bytes[b.line])
    }
    for (key, line) in places { try body(key, bytes[line]) }
  }
}
