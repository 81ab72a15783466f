/// Plain decoders to floats: what the stored numbers mean, in the order that ggml rounds.
package enum BlockDecoder {
  /// Turns whole blocks into as many floats as they stand for.
  package typealias Decoder =
    @Sendable (
      UnsafeRawBufferPointer, UnsafeMutableBufferPointer<Float>
    ) -> Void

  /// Nil for types that hold no floats.
  package static func decoder(of type: TensorType) -> Decoder? {
    switch type {
    case .float32:
      { raw, values in UnsafeMutableRawBufferPointer(values).copyMemory(from: raw) }
    case .float16:
      { raw, values in
        for index in values.indices { values[index] = half(raw, at: index * 2) }
      }
    case .bfloat16:
      { raw, values in
        for index in values.indices {
          let bits = raw.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
          values[index] = Float(bitPattern: UInt32(bits) << 16)
        }
      }
    case .float64:
      { raw, values in
        for index in values.indices {
          values[index] = Float(raw.loadUnaligned(fromByteOffset: index * 8, as: Double.self))
        }
      }
    case .q4_0: decodeQ4_0
    case .q4_1: decodeQ4_1
    case .q5_0: decodeQ5_0
    case .q5_1: decodeQ5_1
    case .q8_0: decodeQ8_0
    case .q4_K: decodeQ4_K
    case .q5_K: decodeQ5_K
    case .q6_K: decodeQ6_K
    default: nil
    }
  }

  /// A 16-bit float, exactly.
  ///
  /// Done by integers and one exact product, because without the F16C instructions, which may not
  /// be presumed, a conversion is a call of a function for each value.
  static func half(_ raw: UnsafeRawBufferPointer, at offset: Int) -> Float {
    let bits = UInt32(raw.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    let magnitude = bits & 0x7FFF
    // 2¹¹² moves the exponent from a bias of 127 to one of 15; subnormal numbers come out right.
    let finite = Float(bitPattern: magnitude << 13) * Float(bitPattern: 0x7780_0000)
    let special: UInt32 = magnitude >= 0x7C00 ? 0x7F80_0000 : 0
    return Float(bitPattern: finite.bitPattern | special | (bits & 0x8000) << 16)
  }

  /// Calls `body` with each block's first byte and the place of its first value.
  static func forEachBlock(
    of type: TensorType,
    _ values: UnsafeMutableBufferPointer<Float>,
    _ body: (_ start: Int, _ first: Int) -> Void
  ) {
    let (size, length) = (type.blockSize, type.blockLength)
    for block in 0..<values.count / length { body(block * size, block * length) }
  }
}
