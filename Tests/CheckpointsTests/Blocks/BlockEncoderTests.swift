import Checkpoints
import Testing

/// Against the `gguf` package: `scripts/goldens/gguf_blocks.py`.
struct BlockEncoderTests {
  private func encode(_ values: [Float], _ type: TensorType) throws -> [UInt8]? {
    let encode = try #require(BlockEncoder.encoder(of: type))
    let size = try #require(type.byteCount(of: [values.count]))
    var bytes = [UInt8](repeating: 0xAA, count: size)
    let fits = bytes.withUnsafeMutableBytes { raw in
      values.withUnsafeBufferPointer { encode($0, raw) }
    }
    return fits ? bytes : nil
  }

  private func decode(_ bytes: [UInt8], _ type: TensorType) throws -> [Float] {
    let decode = try #require(BlockDecoder.decoder(of: type))
    let count = bytes.count / type.blockSize * type.blockLength
    var values = [Float](repeating: .nan, count: count)
    bytes.withUnsafeBytes { raw in values.withUnsafeMutableBufferPointer { decode(raw, $0) } }
    return values
  }

  @Test(arguments: [TensorType.q8_0, .q4_0])
  func `rounds to the same bytes as gguf`(type: TensorType) throws {
    let file = try CheckpointFixture.safetensors("quantised.safetensors")
    let values = try CheckpointFixture.floats(file, "values")
    let tensor = try #require(file.tensor(type.rawValue))
    var wanted = [UInt8](repeating: 0, count: tensor.bytes.count)
    try wanted.withUnsafeMutableBytes {
      try file.readBytes(of: type.rawValue, rows: 0..<tensor.rowCount, into: $0)
    }
    #expect(try encode(values, type) == wanted)
  }

  @Test(arguments: [TensorType.float32, .float16, .bfloat16, .q8_0, .q4_0])
  func `comes back within half a step`(type: TensorType) throws {
    let values = (0..<64).map { Float($0 * 37 % 64 - 32) / 9 }
    let again = try decode(try #require(try encode(values, type)), type)
    let steps: [TensorType: Float] = [.q8_0: 32 / 9 / 127, .q4_0: 32 / 9 / 8, .bfloat16: 0.03]
    for (value, other) in zip(values, again) {
      // Of the 16 steps of 4 bits one side has eight, so its last is a whole step away.
      let bound = (steps[type] ?? 0.004) * (type == .q4_0 ? 1.01 : 0.51)
      #expect(abs(value - other) <= bound, "\(type)")
    }
  }

  @Test func `rounds to bfloat16 to the nearest, ties to even`() throws {
    let ties: [Float] = [1.00390625, 1.01171875, 1.0039064, 0, -1.00390625]
    let bytes = try #require(try encode(ties, .bfloat16))
    #expect(try decode(bytes, .bfloat16) == [1, 1.015625, 1.0078125, 0, -1])
  }

  @Test(arguments: [TensorType.float16, .bfloat16, .q8_0, .q4_0])
  func `says where a value is too large`(type: TensorType) throws {
    var values = [Float](repeating: 0, count: 32)
    values[7] = 3.4e38
    #expect(try encode(values, type) == nil)
  }

  @Test(arguments: [TensorType.q8_0, .q4_0])
  func `takes what is too small for a step as zero`(type: TensorType) throws {
    let bytes = try #require(
      try encode([Float](repeating: .leastNonzeroMagnitude, count: 32), type)
    )
    #expect(try decode(bytes, type).allSatisfy { $0 == 0 })
  }

  @Test func `writes no type that is only read`() {
    #expect(BlockEncoder.encoder(of: .q4_K) == nil)
    #expect(BlockEncoder.encoder(of: .int8) == nil)
  }
}
