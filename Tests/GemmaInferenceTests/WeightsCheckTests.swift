import Checkpoints
import Diagnostics
import Foundation
import GemmaInference
import Testing

/// Weights that are not those of their configuration, told of alike wherever a model is opened.
struct WeightsCheckTests {
  private static func code(_ work: () throws -> Void) throws -> Diagnostic.Code? {
    do { try work() } catch let problem as Diagnostic { return problem.code }
    return nil
  }

  /// What is said by who loads a model, who writes it as GGUF, and who looks at its headers.
  private static func codes(_ files: [String: [UInt8]]) throws -> [Diagnostic.Code?] {
    let folder = CheckpointFolder(name: "m", files: files)
    let weights = try CheckpointWeights(folder)
    let configuration = try GemmaConfiguration(try ModelConfiguration(folder), in: folder)
    return [
      try code { _ = try GemmaModel(folder) },
      try code { _ = try GemmaExport(configuration, weights, .q8_0) },
      try code { try configuration.check(weights) },
    ]
  }

  @Test(arguments: ["gemma1-mqa", "gemma2-gqa", "gemma3-text"])
  func `lets pass what is whole`(name: String) throws {
    #expect(try Self.codes(try CheckpointBytes.read(name)) == [nil, nil, nil])
  }

  @Test(arguments: [("7", "gemma/unknown-tensor"), ("9", "checkpoint/missing-tensor")])
  func `refuses another number of layers than is stated`(layers: String, code: String) throws {
    var files = try CheckpointBytes.read("gemma3-text")
    try CheckpointBytes.setField("num_hidden_layers", layers, in: &files)
    let expected = Diagnostic.Code(rawValue: code)
    #expect(try Self.codes(files) == [expected, expected, expected])
  }

  @Test func `refuses a bias that no layer has a place for`() throws {
    var files = try CheckpointBytes.read("gemma3-text")
    files["model.safetensors"] = try CheckpointBytes.adding(
      "model.layers.0.self_attn.q_proj.bias",
      reversing: "model.layers.0.input_layernorm.weight",
      to: try #require(files["model.safetensors"])
    )
    let expected: Diagnostic.Code = "gemma/unknown-tensor"
    #expect(try Self.codes(files) == [expected, expected, expected])
  }

  @Test func `refuses another shape than is stated`() throws {
    var files = try CheckpointBytes.read("gemma3-text")
    try CheckpointBytes.setField("intermediate_size", "96", in: &files)
    let expected: Diagnostic.Code = "checkpoint/shape"
    #expect(try Self.codes(files) == [expected, expected, expected])
  }
}
