/// Blocks of 32 values: a scale, perhaps a smallest value, and the numbers.
///
/// In those of 4 and 5 bits byte `j` holds value `j` in its low half and value `j + 16` in its high
/// half.
extension BlockDecoder {
  static func decodeQ8_0(
    _ raw: UnsafeRawBufferPointer,
    _ values: UnsafeMutableBufferPointer<Float>
  ) {
    forEachBlock(of: .q8_0, values) { start, first in
      let scale = half(raw, at: start)
      for index in 0..<32 {
        values[first + index] = Float(Int8(bitPattern: raw[start + 2 + index])) * scale
      }
    }
  }

  static func decodeQ4_0(
    _ raw: UnsafeRawBufferPointer,
    _ values: UnsafeMutableBufferPointer<Float>
  ) {
    forEachBlock(of: .q4_0, values) { start, first in
      let scale = half(raw, at: start)
      for index in 0..<16 {
        let byte = Int32(raw[start + 2 + index])
        values[first + index] = Float(byte & 15 - 8) * scale
        values[first + index + 16] = Float(byte >> 4 - 8) * scale
      }
    }
  }

  static func decodeQ4_1(
    _ raw: UnsafeRawBufferPointer,
    _ values: UnsafeMutableBufferPointer<Float>
  ) {
    forEachBlock(of: .q4_1, values) { start, first in
      let (scale, least) = (half(raw, at: start), half(raw, at: start + 2))
      for index in 0..<16 {
        let byte = Int32(raw[start + 4 + index])
        values[first + index] = Float(byte & 15) * scale + least
        values[first + index + 16] = Float(byte >> 4) * scale + least
      }
    }
  }

  static func decodeQ5_0(
    _ raw: UnsafeRawBufferPointer,
    _ values: UnsafeMutableBufferPointer<Float>
  ) {
    forEachBlock(of: .q5_0, values) { start, first in
      let scale = half(raw, at: start)
      let fifth = raw.loadUnaligned(fromByteOffset: start + 2, as: UInt32.self)
      for index in 0..<16 {
        let (low, high) = fiveBits(raw[start + 6 + index], fifth, index)
        values[first + index] = Float(low - 16) * scale
        values[first + index + 16] = Float(high - 16) * scale
      }
    }
  }

  static func decodeQ5_1(
    _ raw: UnsafeRawBufferPointer,
    _ values: UnsafeMutableBufferPointer<Float>
  ) {
    forEachBlock(of: .q5_1, values) { start, first in
      let (scale, least) = (half(raw, at: start), half(raw, at: start + 2))
      let fifth = raw.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self)
      for index in 0..<16 {
        let (low, high) = fiveBits(raw[start + 8 + index], fifth, index)
        values[first + index] = Float(low) * scale + least
        values[first + index + 16] = Float(high) * scale + least
      }
    }
  }

  private static func fiveBits(_ byte: UInt8, _ fifth: UInt32, _ index: Int) -> (Int32, Int32) {
    let low = UInt32(byte & 15) | (fifth >> UInt32(index) & 1) << 4
    let high = UInt32(byte >> 4) | (fifth >> UInt32(index + 16) & 1) << 4
    return (Int32(low), Int32(high))
  }
}
