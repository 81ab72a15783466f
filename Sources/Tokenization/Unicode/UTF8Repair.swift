/// Decoding of bytes that should be UTF-8, with U+FFFD for each longest part that is not.
enum UTF8Repair {
  /// Tells whether all bytes are valid; runs of ASCII cost an eighth of a step a byte.
  static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var position = 0
    let count = bytes.count
    while position < count {
      if position &+ 8 <= count,
        bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        position &+= 8
      } else if bytes[position] < 0x80 {
        position &+= 1
      } else {
        let (scalar, length) = decode(bytes, position)
        guard scalar != nil else { return false }
        position &+= length
      }
    }
    return true
  }

  /// The scalar at a position and its length; nil and the length of what to replace where none is.
  @inline(__always)
  static func decode(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> (UInt32?, Int) {
    let first = bytes[at]
    if first < 0x80 { return (UInt32(first), 1) }
    let length: Int
    // The bounds of the second byte rule out overlong forms, surrogates and what is past U+10FFFF.
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, low) = (3, 0xA0)
    case 0xED: (length, high) = (3, 0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, low) = (4, 0x90)
    case 0xF4: (length, high) = (4, 0x8F)
    case 0xF1...0xF3: length = 4
    default: return (nil, 1)
    }
    var value = UInt32(first & (0x7F >> UInt8(length)))
    for offset in 1..<length {
      guard at + offset < bytes.count else { return (nil, offset) }
      let byte = bytes[at + offset]
      guard low <= byte, byte <= high else { return (nil, offset) }
      (low, high) = (0x80, 0xBF)
      value = value << 6 | UInt32(byte & 0x3F)
    }
    return (value, length)
  }

  /// How many bytes from the front decode the same whatever follows: all but a scalar cut short.
  static func settledCount(_ bytes: UnsafeRawBufferPointer) -> Int {
    for start in max(0, bytes.count - 3)..<bytes.count where 0xC2...0xF4 ~= bytes[start] {
      if case (nil, bytes.count - start) = decode(bytes, start) { return start }
    }
    return bytes.count
  }

  /// Appends the UTF-8 of a scalar.
  @inline(__always)
  static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    let value = scalar.value
    switch value {
    case 0..<0x80: bytes.append(UInt8(truncatingIfNeeded: value))
    case 0x80..<0x800:
      bytes.append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    case 0x800..<0x10000:
      bytes.append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    default:
      bytes.append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    }
  }
}
