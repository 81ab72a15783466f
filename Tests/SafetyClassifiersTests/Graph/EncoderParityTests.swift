import Checkpoints
import Foundation
import SafetyClassifiers
import TensorCompute
import Testing

/// Logits against those of transformers, for random weights of every architecture.
struct EncoderParityTests {
  /// The largest difference of any output.
  private func difference(
    _ model: EncoderModel,
    _ ids: [[Int32]],
    _ expected: [[Double]]
  ) throws -> Double {
    var batch = TokenBatch()
    for sequence in ids { batch.append(sequence) }
    var logits: [Float] = []
    try model.computeLogits(batch, into: &logits, workspace: Workspace())
    #expect(logits.count == expected.count * model.outputs)
    var largest = 0.0
    for (row, values) in expected.enumerated() {
      for (column, value) in values.enumerated() {
        largest = max(largest, abs(Double(logits[row * model.outputs + column]) - value))
      }
    }
    return largest
  }

  @Test(arguments: Fixture.names)
  func `computes the logits of transformers in float32`(name: String) throws {
    let fixture = try Fixture(name)
    let model = try EncoderModel(try fixture.folder())
    let largest = try difference(model, fixture.ids, fixture.logits)
    print("\(name): float32 differs by \(largest) at most")
    #expect(largest < 1e-4)
  }

  @Test(arguments: Fixture.names)
  func `stays close in int8`(name: String) throws {
    let fixture = try Fixture(name)
    let model = try EncoderModel(try fixture.folder(), precision: .int8)
    let largest = try difference(model, fixture.ids, fixture.logits)
    print("\(name): int8 differs by \(largest) at most")
    // Logits of these models lie within about ±3; narrow layers average less than wide ones.
    #expect(largest > 0 && largest < 0.15)
  }

  @Test(arguments: ["stored-float16", "stored-bfloat16-shards"])
  func `reads a model as transformers writes it`(name: String) throws {
    let folder = Fixture.folder.appending(path: name)
    let url = folder.appending(path: "logits.json")
    let value = try JSONSerialization.jsonObject(with: try Data(contentsOf: url))
    let root = value as? [String: Any]
    let ids = try #require(root?["ids"] as? [[Int]]).map { $0.map { Int32($0) } }
    let logits = try #require(root?["logits"] as? [[Double]])
    let model = try EncoderModel(CheckpointFolder(path: folder.path))
    #expect(try difference(model, ids, logits) < 1e-4)
  }

  /// Runs on a real model where variables name its folder and the output of `encoder_cases.py`.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["GEMMA_SAFETY_ENCODER"] != nil))
  func `computes the logits of a real model`() throws {
    let environment = ProcessInfo.processInfo.environment
    let path = try #require(environment["GEMMA_SAFETY_ENCODER"])
    let file = try #require(environment["GEMMA_SAFETY_ENCODER_LOGITS"])
    let data = try Data(contentsOf: URL(filePath: file))
    let root = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    let ids = try #require(root?["ids"] as? [[Int]]).map { $0.map { Int32($0) } }
    let logits = try #require(root?["logits"] as? [[Double]])
    for precision in EncoderPrecision.allCases {
      let model = try EncoderModel(CheckpointFolder(path: path), precision: precision)
      let largest = try difference(model, ids, logits)
      print("\(path): \(precision) differs by \(largest) at most")
      #expect(largest < (precision == .float32 ? 1e-4 : 0.5))
    }
  }
}
