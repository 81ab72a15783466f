import Checkpoints
import Diagnostics
import Testing

/// What every format owes to those who read through the seam.
struct ModelWeightsTests {
  private static func all() throws -> [any ModelWeights] {
    [
      try CheckpointFixture.safetensors("blocks.safetensors"),
      try GGUFFile(path: CheckpointFixture.path("blocks.gguf")),
      try GGUFFile(path: CheckpointFixture.path("gguf/gemma2-gguf-q4_k_m.gguf")),
      try CheckpointWeights(CheckpointFolder(name: "s", files: CheckpointWeightsTests.sharded)),
    ]
  }

  private func rows(
    _ weights: any ModelWeights,
    _ tensor: TensorDescription,
    _ range: Range<Int>
  ) throws -> [Float] {
    var values = [Float](repeating: .nan, count: range.count * tensor.rowLength)
    try values.withUnsafeMutableBufferPointer {
      try weights.readRows(of: tensor.name, range, into: $0)
    }
    return values
  }

  @Test func `reads any rows as the whole has them`() throws {
    for weights in try Self.all() {
      for name in weights.tensorNames {
        let tensor = try #require(weights.tensor(name))
        let whole = try weights.floats(name, tensor.shape)
        for start in [0, tensor.rowCount / 2, tensor.rowCount - 1] {
          let range = start..<min(start + 3, tensor.rowCount)
          let places = range.lowerBound * tensor.rowLength..<range.upperBound * tensor.rowLength
          #expect(try rows(weights, tensor, range) == Array(whole[places]), "\(name)")
        }
        #expect(try rows(weights, tensor, 0..<0).isEmpty)
      }
    }
  }

  @Test func `gives the bytes that decode to the rows`() throws {
    for weights in try Self.all() {
      for name in weights.tensorNames {
        let tensor = try #require(weights.tensor(name))
        let last = tensor.rowCount - 1..<tensor.rowCount
        var bytes = [UInt8](repeating: 0, count: tensor.rowSize)
        try bytes.withUnsafeMutableBytes {
          try weights.readBytes(of: name, rows: last, into: $0)
        }
        let decode = try #require(BlockDecoder.decoder(of: tensor.type))
        var values = [Float](repeating: .nan, count: tensor.rowLength)
        bytes.withUnsafeBytes { raw in
          values.withUnsafeMutableBufferPointer { decode(raw, $0) }
        }
        #expect(try rows(weights, tensor, last) == values)
      }
    }
  }

  @Test func `is read by many at once`() async throws {
    let weights = try GGUFFile(path: CheckpointFixture.path("gguf/gemma2-gguf-q8_0.gguf"))
    let names = weights.tensorNames
    let once = try names.map { try CheckpointFixture.floats(weights, $0) }
    try await withThrowingTaskGroup(of: [[Float]].self) { group in
      for _ in 0..<8 {
        group.addTask { try names.map { try CheckpointFixture.floats(weights, $0) } }
      }
      for try await values in group { #expect(values == once) }
    }
  }

  @Test func `names what is missing`() throws {
    for weights in try Self.all() {
      let error = #expect(throws: Diagnostic.self) { try weights.floats("absent", [1]) }
      #expect(error?.code == "checkpoint/missing-tensor")
      #expect(error?.place?.file == weights.name)
      #expect(!weights.has("absent"))
    }
  }
}
