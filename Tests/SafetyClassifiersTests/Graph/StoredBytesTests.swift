import Checkpoints
import Diagnostics
import Foundation
import SafetyClassifiers
import TensorCompute
import Testing

/// Weights that are stored in signed bytes, as the shipped classifiers' are.
struct StoredBytesTests {
  private let fixture: Fixture

  init() throws { fixture = try Fixture("bert-multi-label") }

  /// The fixture with the encoder's matrices and the words in bytes.
  private func folder(
    changing: (inout [String: (String, [Int], [UInt8])]) -> Void = { _ in }
  ) throws -> CheckpointFolder {
    var tensors: [String: (String, [Int], [UInt8])] = [:]
    for (name, shape) in fixture.tensors {
      let values = FormulaWeights(name, shape).values
      let isLayer = name.contains("encoder.layer") && shape.count == 2
      guard isLayer || name.hasSuffix("word_embeddings.weight") else {
        tensors[name] = ("F32", shape, bytes(values))
        continue
      }
      let (quantized, scales) = SymmetricQuantizer.quantize(values, columns: shape[1])
      tensors[name] = ("I8", shape, quantized.map { UInt8(bitPattern: $0) })
      tensors["\(name)_scale"] = ("F32", [shape[0]], bytes(scales))
    }
    changing(&tensors)
    let scheme = ["format": "gemma-safety-int8-1"]
    return try fixture.folder(
      changing: ["quantization_config": scheme],
      extra: ["model.safetensors": try file(tensors)]
    )
  }

  private func file(_ tensors: [String: (String, [Int], [UInt8])]) throws -> [UInt8] {
    var header: [String: Any] = [:]
    var data: [UInt8] = []
    for (name, (type, shape, bytes)) in tensors.sorted(by: { $0.key < $1.key }) {
      let offsets = [data.count, data.count + bytes.count]
      header[name] = ["dtype": type, "shape": shape, "data_offsets": offsets]
      data += bytes
    }
    let text = Array(try JSONSerialization.data(withJSONObject: header))
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text + data
  }

  private func bytes(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
  }

  private func logits(_ model: EncoderModel) throws -> [Float] {
    var batch = TokenBatch()
    for ids in fixture.ids { batch.append(ids) }
    var logits: [Float] = []
    try model.computeLogits(batch, into: &logits, workspace: Workspace())
    return logits
  }

  @Test func `gives the bits of weights that are quantised when they are read`() throws {
    let stored = try EncoderModel(try folder())
    #expect(stored.precision == .int8)
    let made = try EncoderModel(try fixture.folder(), precision: .int8)
    #expect(try logits(stored) == logits(made))
  }

  @Test func `computes in floats from bytes where that is asked for`() throws {
    let exact = try logits(try EncoderModel(try folder(), precision: .float32))
    let quantized = try logits(try EncoderModel(try folder()))
    #expect(exact != quantized)
    #expect(zip(exact, quantized).allSatisfy { abs($0 - $1) < 0.1 })
  }

  @Test func `refuses bytes that are out of place`() throws {
    let words = "bert.embeddings.word_embeddings.weight"
    func problem(_ change: (inout [String: (String, [Int], [UInt8])]) -> Void) throws -> String? {
      let folder = try folder(changing: change)
      do {
        _ = try EncoderModel(folder)
        return nil
      } catch { return (error as? Diagnostic)?.message }
    }
    #expect(
      try problem { $0[words + "_scale"] = nil } == "the weights have no tensor `\(words)_scale`"
    )
    #expect(
      try problem { $0[words]?.2[7] = 0x80 } == "`\(words)` holds -128, one below what is allowed"
    )
    #expect(
      try problem { $0[words + "_scale"]?.2.replaceSubrange(0..<4, with: bytes([-1])) }
        == "`\(words)_scale` holds a negative value"
    )
    #expect(
      try problem { $0["classifier.weight"]?.0 = "I32" }
        == "`classifier.weight` holds I32 where floats are expected"
    )
  }
}
