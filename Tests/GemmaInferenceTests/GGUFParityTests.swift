import Checkpoints
import Foundation
import GemmaInference
import Testing

/// Holds GGUF files to what transformers computes with the weights that stand in them.
struct GGUFParityTests {
  private struct Expected: Decodable {
    struct Case: Decodable {
      let input_ids: [Int32]
      let greedy_new_ids: [Int32]
    }
    struct File: Decodable { let cases: [Case] }
    let files: [String: File]
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "CheckpointsTests/Fixtures/gguf")
  private static let files = ["q8_0": "Q8_0", "q4_0": "Q4_0", "q4_k_m": "Q4_K_M"]
  private static let vocabulary = 2048

  /// The prompts of a file with their reference logits, and the file itself.
  private static func load(_ file: String) throws -> (GGUFFile, [(Expected.Case, [Float])]) {
    let expected = try JSONDecoder().decode(
      Expected.self,
      from: Data(contentsOf: Fixture.folder.appending(path: "gguf/gemma2-gguf-expected.json"))
    )
    let references = CheckpointFolder(path: Fixture.folder.appending(path: "gguf").path)
    let reference = try SafetensorsFile(
      references.open("gemma2-gguf-reference.safetensors", maximum: 1 << 30)
    )
    let name = "gemma2-gguf-\(file).gguf"
    let cases = try #require(expected.files[name]?.cases).enumerated().map { number, item in
      let key = "\(files[file] ?? "").case\(number).logits"
      let tensor = try #require(reference.tensor(key))
      return (item, try reference.floats(tensor.name, tensor.shape))
    }
    return (try GGUFFile(path: folder.appending(path: name).path), cases)
  }

  @Test(arguments: files.keys.sorted())
  func `gives the logits of transformers in floats`(file: String) throws {
    let (weights, cases) = try Self.load(file)
    let engine = GemmaEngine(try GemmaModel(weights, precision: .float32))
    #expect(cases.count == 2)
    for (item, reference) in cases {
      #expect(distance(try engine.readAll(item.input_ids), reference) <= 1e-3)
      let session = try engine.makeSession(capacity: 200)
      var options = TokenGeneration.Options()
      options.endTokens = []
      options.maximumTokens = item.greedy_new_ids.count
      let generation = try TokenGeneration(item.input_ids, in: session, engine, options)
      var chosen: [Int32] = []
      while let token = try generation.next() { chosen.append(token.id) }
      #expect(chosen == item.greedy_new_ids)
    }
  }

  @Test(arguments: ["gemma4-small", "gemma4-experts"])
  func `gives the logits of transformers from llama.cpp's files of Gemma 4`(name: String) throws {
    let fixture = try Fixture(name)
    let path = Fixture.folder.appending(path: "gguf/\(name).gguf").path
    let file = try GemmaModel(try GGUFFile(path: path))
    let folder = try GemmaModel(fixture.checkpoint)
    #expect(file.configuration.layers == folder.configuration.layers)
    #expect(file.configuration.parameterCount == folder.configuration.parameterCount)
    for (number, item) in fixture.cases.enumerated() {
      let logits = try GemmaEngine(file).readAll(item.input_ids)
      #expect(distance(logits, try fixture.logits(number)) <= 1e-3, "case \(number)")
    }
  }

  @Test(arguments: files.keys.sorted())
  func `stays near the reference with activations in bytes`(file: String) throws {
    let (weights, cases) = try Self.load(file)
    let engine = GemmaEngine(try GemmaModel(weights))
    var divergence = 0.0
    var agreeing = 0
    var positions = 0
    for (item, reference) in cases {
      let logits = try engine.readAll(item.input_ids)
      for start in stride(from: 0, to: logits.count, by: Self.vocabulary) {
        let row = Array(logits[start..<start + Self.vocabulary])
        let wanted = Array(reference[start..<start + Self.vocabulary])
        divergence += Self.divergence(of: row, from: wanted)
        agreeing += Self.best(row) == Self.best(wanted) ? 1 : 0
        positions += 1
      }
    }
    #expect(positions == 56)
    #expect(divergence / Double(positions) <= 0.015)
    #expect(Double(agreeing) / Double(positions) >= 0.95)
  }

  static func best(_ row: [Float]) -> Int32? {
    row.withUnsafeBufferPointer { TokenProbabilities.best($0) }
  }

  /// What is lost by taking one row's probabilities for the other's (Kullback and Leibler 1951).
  static func divergence(of row: [Float], from reference: [Float]) -> Double {
    let own = row.withUnsafeBufferPointer { TokenProbabilities.logSumExp($0) }
    let other = reference.withUnsafeBufferPointer { TokenProbabilities.logSumExp($0) }
    return zip(row, reference).reduce(0) { sum, pair in
      let wanted = Double(pair.1) - other
      return sum + exp(wanted) * (wanted - Double(pair.0) + own)
    }
  }
}
