/// A text as the pattern matchers see it: reads outside of it yield zero, which no pattern accepts.
struct ScannedBytes {
  let base: UnsafePointer<UInt8>
  let count: Int

  init?(_ buffer: UnsafeRawBufferPointer) {
    guard let start = buffer.baseAddress, !buffer.isEmpty else { return nil }
    base = start.assumingMemoryBound(to: UInt8.self)
    count = buffer.count
  }

  @inline(__always)
  func at(_ index: Int) -> UInt8 {
    UInt(bitPattern: index) < UInt(bitPattern: count) ? base[index] : 0
  }

  /// The bytes of a range that lies within the text.
  func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  @inline(__always)
  func matches(_ literal: StaticString, at index: Int) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard index >= 0, index + length <= count else { return false }
    for offset in 0..<length where base[index + offset] != literal.utf8Start[offset] {
      return false
    }
    return true
  }

  /// The end of the longest run from `start` on whose bytes are accepted, `limit` bytes at most.
  @inline(__always)
  func run(from start: Int, limit: Int = .max, while accepts: (UInt8) -> Bool) -> Int {
    let bound = limit < count - start ? start + limit : count
    var index = start
    while index < bound, accepts(base[index]) { index += 1 }
    return index
  }

  /// The next index from `start` on whose byte is not zero in a table of 256, or `count`.
  @inline(__always)
  func nextAnchor(from start: Int, in table: UnsafePointer<UInt8>) -> Int {
    var index = start
    while index &+ 4 <= count {
      if table[Int(base[index])] != 0 { return index }
      if table[Int(base[index &+ 1])] != 0 { return index &+ 1 }
      if table[Int(base[index &+ 2])] != 0 { return index &+ 2 }
      if table[Int(base[index &+ 3])] != 0 { return index &+ 3 }
      index &+= 4
    }
    while index < count, table[Int(base[index])] == 0 { index &+= 1 }
    return index
  }

  /// The byte at an index and its length, 1; a space or hyphen of typography is given as ASCII has
  /// it, with the two or three bytes that it takes.
  @inline(__always)
  func sign(at index: Int) -> (byte: UInt8, length: Int) {
    let byte = at(index)
    return byte < 0x80 ? (byte, 1) : typographicSign(byte, at: index)
  }

  private func typographicSign(_ lead: UInt8, at index: Int) -> (byte: UInt8, length: Int) {
    let (second, third) = (UInt32(at(index + 1) & 0x3F), UInt32(at(index + 2) & 0x3F))
    let (scalar, length) =
      lead == 0xC2 ? (0x80 | second, 2) : (UInt32(lead & 0xF) << 12 | second << 6 | third, 3)
    guard lead == 0xC2 || lead == 0xE2 || lead == 0xE3,
      let plain = TypographicSign.plain(scalar)
    else { return (lead, 1) }
    return (plain, length)
  }
}
