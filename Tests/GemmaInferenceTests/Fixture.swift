import Checkpoints
import Foundation
import GemmaInference

/// A tiny checkpoint with what transformers computes for it in 32-bit floats.
struct Fixture {
  static let names = [
    "gemma1-mqa", "gemma2-gqa", "gemma3-text", "gemma3-mm-wrapper",
    "gemma4-small", "gemma4-large", "gemma4-experts",
  ]

  /// Those that can be written as GGUF.
  static let exported = names.filter { !$0.hasPrefix("gemma4") }

  /// What `expected.json` says of one prompt.
  struct Case: Decodable {
    struct Likelihood: Decodable {
      let context_len: Int
      let sum_logprob: Double
    }
    struct TwoTokenScore: Decodable {
      let yes_id: Int32
      let no_id: Int32
      let p_yes: Double
    }
    let input_ids: [Int32]
    let greedy_new_ids: [Int32]
    let token_logprobs: [Double]
    let loglikelihood: Likelihood
    let two_token_score: TwoTokenScore
  }

  private struct Expected: Decodable { let cases: [Case] }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  let name: String
  let cases: [Case]
  private let reference: SafetensorsFile

  init(_ name: String) throws {
    self.name = name
    let folder = Self.folder.appending(path: name)
    let expected = try Data(contentsOf: folder.appending(path: "expected.json"))
    cases = try JSONDecoder().decode(Expected.self, from: expected).cases
    let checkpoint = CheckpointFolder(path: folder.path)
    reference = try SafetensorsFile(checkpoint.open("reference.safetensors", maximum: 1 << 30))
  }

  var checkpoint: CheckpointFolder {
    CheckpointFolder(path: Self.folder.appending(path: name).path)
  }

  /// The reference logits of a prompt, positions × vocabulary.
  func logits(_ number: Int) throws -> [Float] {
    let name = "case\(number).logits"
    guard let tensor = reference.tensor(name) else { return [] }
    return try reference.floats(name, tensor.shape)
  }
}

extension GemmaEngine {
  /// Logits of every token handed in.
  func readAll(_ tokens: [Int32], in session: GemmaSession) throws -> [Float] {
    try read(tokens, in: session, logits: LogitRequest(rows: 0..<tokens.count)).values
  }

  /// Logits of every token of a text of its own.
  func readAll(_ tokens: [Int32]) throws -> [Float] {
    try readAll(tokens, in: try makeSession(capacity: 200))
  }
}

/// The largest difference of two rows of numbers; infinite where their lengths differ.
func distance(_ left: [Float], _ right: [Float]) -> Float {
  guard left.count == right.count, !left.isEmpty else { return .infinity }
  return zip(left, right).map { abs($0 - $1) }.reduce(0) { $0 > $1 ? $0 : $1 }
}
