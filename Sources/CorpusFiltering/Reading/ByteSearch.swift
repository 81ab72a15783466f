import Glibc

/// Searches in bytes with the C library's vectorised routines.
enum ByteSearch {
  /// The first place of a byte at or after `start`.
  static func first(
    _ byte: UInt8,
    in bytes: UnsafeRawBufferPointer,
    from start: Int = 0
  ) -> Int? {
    guard start < bytes.count, let base = bytes.baseAddress else { return nil }
    guard let hit = memchr(base + start, CInt(byte), bytes.count - start) else { return nil }
    return UnsafeRawPointer(hit) - base
  }

  /// The first place of a sequence at or after `start`.
  static func first(
    _ needle: [UInt8],
    in bytes: UnsafeRawBufferPointer,
    from start: Int = 0
  ) -> Int? {
    guard let head = needle.first else { return start }
    var place = start
    while let hit = first(head, in: bytes, from: place) {
      if bytes[hit...].starts(with: needle) { return hit }
      place = hit + 1
    }
    return nil
  }

  /// Counts newlines.
  static func newlines(in bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
    var count = 0
    for index in start..<max(start, end) where bytes[index] == newline { count += 1 }
    return count
  }

  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  /// Space, tab, CR and LF: the white space of JSON.
  static func isBlank(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) -> Bool {
    for index in range {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: continue
      default: return false
      }
    }
    return true
  }
}
