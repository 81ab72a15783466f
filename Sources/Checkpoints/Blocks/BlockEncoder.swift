/// Plain encoders from finite floats, which round as ggml's reference does.
package enum BlockEncoder {
  /// Turns floats into whole blocks; false where a value or a scale fits no 16-bit float.
  package typealias Encoder =
    @Sendable (
      UnsafeBufferPointer<Float>, UnsafeMutableRawBufferPointer
    ) -> Bool

  /// Nil for types that are only read.
  package static func encoder(of type: TensorType) -> Encoder? {
    switch type {
    case .float32:
      { values, raw in
        raw.copyMemory(from: UnsafeRawBufferPointer(values))
        return true
      }
    case .float16:
      { values, raw in
        var isFinite = true
        for index in values.indices {
          let half = Float16(values[index])
          isFinite = isFinite && half.isFinite
          store(half, raw, at: index * 2)
        }
        return isFinite
      }
    case .bfloat16:
      { values, raw in
        var isFinite = true
        for index in values.indices {
          let bits = values[index].bitPattern
          // To the nearest, ties to even.
          let rounded = (bits + 0x7FFF + (bits >> 16 & 1)) >> 16
          isFinite = isFinite && rounded & 0x7F80 != 0x7F80
          raw.storeBytes(of: UInt16(rounded), toByteOffset: index * 2, as: UInt16.self)
        }
        return isFinite
      }
    case .q8_0: encodeQ8_0
    case .q4_0: encodeQ4_0
    default: nil
    }
  }

  /// The largest magnitude becomes 127.
  private static func encodeQ8_0(
    _ values: UnsafeBufferPointer<Float>,
    _ raw: UnsafeMutableRawBufferPointer
  ) -> Bool {
    var isFinite = true
    for block in 0..<values.count / 32 {
      let part = UnsafeBufferPointer(rebasing: values[block * 32..<block * 32 + 32])
      let start = block * 34
      let step = part.reduce(0) { max($0, $1.magnitude) } / 127
      let factor = inverse(step)
      let half = Float16(step)
      isFinite = isFinite && half.isFinite
      store(half, raw, at: start)
      for index in 0..<32 {
        let value = Int8(clamping: Int((part[index] * factor).rounded(.toNearestOrAwayFromZero)))
        raw[start + 2 + index] = UInt8(bitPattern: value)
      }
    }
    return isFinite
  }

  /// The value of the largest magnitude becomes -8, so that the step takes its sign.
  private static func encodeQ4_0(
    _ values: UnsafeBufferPointer<Float>,
    _ raw: UnsafeMutableRawBufferPointer
  ) -> Bool {
    var isFinite = true
    for block in 0..<values.count / 32 {
      let part = UnsafeBufferPointer(rebasing: values[block * 32..<block * 32 + 32])
      let start = block * 18
      let largest = part.reduce(0) { $1.magnitude > $0.magnitude ? $1 : $0 }
      let step = largest / -8
      let factor = inverse(step)
      let half = Float16(step)
      isFinite = isFinite && half.isFinite
      store(half, raw, at: start)
      for index in 0..<16 {
        // Adding a half before cutting off rounds, and no number is below zero here.
        let low = UInt8(clamping: min(15, Int(part[index] * factor + 8.5)))
        let high = UInt8(clamping: min(15, Int(part[index + 16] * factor + 8.5)))
        raw[start + 2 + index] = low | high << 4
      }
    }
    return isFinite
  }

  /// Zero for steps so small that their inverse is infinite; they are zero as 16-bit floats.
  private static func inverse(_ step: Float) -> Float {
    let inverse = 1 / step
    return inverse.isFinite ? inverse : 0
  }

  private static func store(_ half: Float16, _ raw: UnsafeMutableRawBufferPointer, at offset: Int) {
    raw.storeBytes(of: half.bitPattern.littleEndian, toByteOffset: offset, as: UInt16.self)
  }
}
