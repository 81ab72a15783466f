import Checkpoints
import Testing

/// Against the `gguf` package: `scripts/goldens/gguf_blocks.py`.
struct BlockDecoderTests {
  @Test(arguments: [TensorType.q4_0, .q4_1, .q5_0, .q5_1, .q8_0, .q4_K, .q5_K, .q6_K, .bfloat16])
  func `decodes blocks to the same bits as gguf`(type: TensorType) throws {
    let file = try GGUFFile(path: CheckpointFixture.path("blocks.gguf"))
    let expected = try CheckpointFixture.safetensors("blocks.safetensors")
    #expect(file.tensor(type.rawValue)?.type == type)
    let values = try CheckpointFixture.floats(file, type.rawValue)
    let wanted = try CheckpointFixture.floats(expected, type.rawValue)
    #expect(values.count >= 1024)
    #expect(values.map(\.bitPattern) == wanted.map(\.bitPattern))
  }

  @Test func `decodes all 16-bit floats`() throws {
    let file = try GGUFFile(path: CheckpointFixture.path("blocks.gguf"))
    let values = try CheckpointFixture.floats(file, "F16")
    let finite = (0...UInt16.max).map { Float16(bitPattern: $0) }.filter(\.isFinite)
    #expect(values.map(\.bitPattern) == finite.map { Float($0).bitPattern })
  }

  @Test func `keeps what is not finite so`() throws {
    let halves: [UInt16] = [0x7C00, 0xFC00, 0x7E00, 0x7C01]
    let decode = try #require(BlockDecoder.decoder(of: .float16))
    var values = [Float](repeating: 0, count: 4)
    halves.withUnsafeBytes { raw in values.withUnsafeMutableBufferPointer { decode(raw, $0) } }
    #expect(values[..<2] == [.infinity, -.infinity])
    #expect(values[2].isNaN && values[3].isNaN)
  }

  @Test func `knows the rows of every type in use`() {
    #expect(TensorType.q4_K.byteCount(of: [3, 512]) == 3 * 2 * 144)
    #expect(TensorType.q8_0.byteCount(of: [33]) == nil)
    #expect(TensorType.float32.byteCount(of: []) == 4)
    #expect(TensorType.float32.byteCount(of: [1 << 40, 0]) == 0)
    #expect(TensorType.float32.byteCount(of: [.max, .max, 0]) == nil)
    #expect(TensorType.float32.byteCount(of: [0, .max]) == nil)
  }
}
