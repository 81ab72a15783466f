/// Blocks of 256 values, whose sub-blocks have scales of few bits under a scale of the whole.
extension BlockDecoder {
  static func decodeQ4_K(
    _ raw: UnsafeRawBufferPointer,
    _ values: UnsafeMutableBufferPointer<Float>
  ) {
    forEachBlock(of: .q4_K, values) { start, first in
      for pair in 0..<4 {
        let (low, high) = steps(raw, start, pair)
        for index in 0..<32 {
          let byte = raw[start + 16 + pair * 32 + index]
          let place = first + pair * 64 + index
          values[place] = low.scale * Float(byte & 15) - low.least
          values[place + 32] = high.scale * Float(byte >> 4) - high.least
        }
      }
    }
  }

  static func decodeQ5_K(
    _ raw: UnsafeRawBufferPointer,
    _ values: UnsafeMutableBufferPointer<Float>
  ) {
    forEachBlock(of: .q5_K, values) { start, first in
      for pair in 0..<4 {
        let (low, high) = steps(raw, start, pair)
        for index in 0..<32 {
          let fifth = raw[start + 16 + index] >> UInt8(2 * pair)
          let byte = raw[start + 48 + pair * 32 + index]
          let place = first + pair * 64 + index
          values[place] = low.scale * Float(byte & 15 | (fifth & 1) << 4) - low.least
          values[place + 32] = high.scale * Float(byte >> 4 | (fifth & 2) << 3) - high.least
        }
      }
    }
  }

  static func decodeQ6_K(
    _ raw: UnsafeRawBufferPointer,
    _ values: UnsafeMutableBufferPointer<Float>
  ) {
    forEachBlock(of: .q6_K, values) { start, first in
      let scale = half(raw, at: start + 208)
      for part in 0..<2 {
        // Of 128 values: 64 bytes of low bits, 32 of high bits, 8 scales.
        let (low, high) = (start + part * 64, start + 128 + part * 32)
        for index in 0..<32 {
          for quarter in 0..<4 {
            let scales = start + 192 + part * 8 + quarter * 2 + index / 16
            let step = scale * Float(Int8(bitPattern: raw[scales]))
            let four = raw[low + index + quarter % 2 * 32] >> UInt8(quarter / 2 * 4) & 15
            let two = raw[high + index] >> UInt8(quarter * 2) & 3
            values[first + part * 128 + quarter * 32 + index] =
              step * Float(Int32(four | two << 4) - 32)
          }
        }
      }
    }
  }

  private typealias Step = (scale: Float, least: Float)

  /// What the 12 bytes of 6-bit numbers say of the two sub-blocks that share 32 bytes.
  private static func steps(
    _ raw: UnsafeRawBufferPointer,
    _ start: Int,
    _ pair: Int
  ) -> (Step, Step) {
    let (scale, least) = (half(raw, at: start), half(raw, at: start + 2))
    let step = { (block: Int) -> Step in
      let byte = { (index: Int) in raw[start + 4 + index] }
      // The first four stand in 6 bits; the others' 2 high bits fill up what those leave free.
      let (six, other) =
        block < 4
        ? (byte(block) & 63, byte(block + 4) & 63)
        : (
          byte(block + 4) & 15 | (byte(block - 4) >> 6) << 4,
          byte(block + 4) >> 4 | (byte(block) >> 6) << 4
        )
      return (scale * Float(six), least * Float(other))
    }
    return (step(pair * 2), step(pair * 2 + 1))
  }
}
