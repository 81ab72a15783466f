import Checkpoints
import Diagnostics
import Testing

struct CheckpointWeightsTests {
  private static func file(_ name: String, _ values: [Float]) -> [UInt8] {
    var writer = TensorWriter()
    writer.add(name, "F32", [values.count], TensorWriter.bytes(values))
    return writer.file
  }

  private func problem(_ files: [String: [UInt8]]) -> Diagnostic? {
    do {
      _ = try CheckpointWeights(CheckpointFolder(name: "m", files: files))
      return nil
    } catch { return error as? Diagnostic }
  }

  static var sharded: [String: [UInt8]] {
    [
      "model.safetensors.index.json": Array(
        #"{"metadata":{"total_size":12},"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}"#
          .utf8
      ),
      "one.safetensors": file("a", [1, 2]),
      "two.safetensors": file("b", [3]),
    ]
  }

  @Test func `reads one file`() throws {
    let weights = try CheckpointWeights(
      CheckpointFolder(name: "m", files: ["model.safetensors": Self.file("a", [1, 2])])
    )
    #expect(weights.tensorNames == ["a"])
    #expect(try weights.floats("a", [2]) == [1, 2])
  }

  @Test func `reads several files by their index`() throws {
    let weights = try CheckpointWeights(CheckpointFolder(name: "m", files: Self.sharded))
    #expect(weights.tensorNames == ["a", "b"])
    #expect(try weights.floats("b", [1]) == [3])
  }

  @Test func `names a tensor that is missing or of another shape`() throws {
    let weights = try CheckpointWeights(CheckpointFolder(name: "m", files: Self.sharded))
    let missing = #expect(throws: Diagnostic.self) { try weights.floats("c", [1]) }
    #expect(missing?.code == "checkpoint/missing-tensor")
    let other = #expect(throws: Diagnostic.self) { try weights.floats("a", [1, 2]) }
    #expect(other?.message == "`a` has the shape [2], the configuration asks for [1, 2]")
  }

  @Test func `says what to do about a pickle`() {
    let found = problem(["pytorch_model.bin": [1]])
    #expect(found?.code == "checkpoint/pickled-weights")
    #expect(found?.hint?.contains("save_pretrained") == true)
    #expect(problem([:])?.code == "checkpoint/no-weights")
    #expect(problem(["adapter_config.json": [1]])?.hint?.contains("merge") == true)
  }

  @Test func `refuses an index that leads elsewhere`() {
    var outside = Self.sharded
    outside["model.safetensors.index.json"] = Array(
      #"{"weight_map":{"a":"../one.safetensors"}}"#.utf8
    )
    #expect(problem(outside)?.code == "checkpoint/outside")
    var wrong = Self.sharded
    wrong["model.safetensors.index.json"] = Array(#"{"weight_map":{"b":"one.safetensors"}}"#.utf8)
    #expect(problem(wrong)?.message == "`weight_map.b` does not stand in `one.safetensors`")
    var gone = Self.sharded
    gone["two.safetensors"] = nil
    #expect(problem(gone)?.code == "checkpoint/unreadable")
    #expect(problem(gone)?.hint?.contains("`model.safetensors.index.json`") == true)
  }
}
