import Checkpoints
import Diagnostics
import GemmaInference
import Glibc
import TensorCompute
import Tokenization

/// A model with its tokenizer, ready to answer; one caller at a time.
package final class LoadedModel {
  /// Room that is made where nobody says how much.
  static let standardContext = 4096

  package let path: String
  let engine: GemmaEngine
  let tokenizer: Tokenizer?
  /// Seconds until the first token could be read.
  package let loadSeconds: Double

  /// Opens a model.
  ///
  /// - Parameters:
  ///   - name: As `ModelLibrary.path` takes it.
  ///   - precision: In what weights are kept, as `GemmaPrecision` names it.
  ///   - threads: How many compute.
  /// - Throws: A diagnostic that names file and field or tensor.
  package init(_ name: String?, precision: ModelPrecision = .stored, threads: Int) throws {
    let start = Stopwatch()
    let precision = precision.precision
    path = try ModelLibrary.path(of: name)
    let workers = WorkerThreads(count: threads)
    if path.hasSuffix(".gguf") {
      let model = try GemmaModel(try GGUFFile(path: path), precision: precision, on: workers)
      engine = GemmaEngine(model, on: workers)
      tokenizer = nil
    } else {
      let folder = CheckpointFolder(path: path)
      engine = GemmaEngine(
        try GemmaModel(folder, precision: precision, on: workers),
        on: workers
      )
      tokenizer = try ModelTokenizer.read(folder)
    }
    loadSeconds = start.seconds
  }

  /// The tokens of a prompt.
  ///
  /// - Throws: `model/no-tokenizer`, `gemma/token`.
  func tokens(of prompt: GenerationRequest.Prompt) throws -> [Int32] {
    switch prompt {
    case .tokens(let ids): return try checked(ids)
    case .text(let text): return try encode(text)
    case .chat(let text): return try encode(text)
    }
  }

  /// The tokens of a text, behind the one that begins a text.
  func encode(_ text: String) throws -> [Int32] {
    guard let tokenizer else {
      throw Diagnostic(
        "model/no-tokenizer",
        "the model has no tokenizer",
        at: .init(file: path),
        hint: "put `tokenizer.json` beside the weights, or give --token-ids"
      )
    }
    let encoder = tokenizer.makeEncoder(readsSpecialTokens: false)
    return [engine.model.configuration.beginToken] + encoder.encode(text).ids
  }

  private func checked(_ ids: [Int]) throws -> [Int32] {
    let vocabulary = engine.model.configuration.vocabulary
    return try ids.map { id in
      guard 0..<vocabulary ~= id else {
        throw Diagnostic("gemma/token", "the id \(id) is not one of the \(vocabulary) tokens")
      }
      return Int32(id)
    }
  }
}

/// Time since it was made, by a clock that nobody sets.
struct Stopwatch {
  private let start = Self.now()

  var seconds: Double { Self.now() - start }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
