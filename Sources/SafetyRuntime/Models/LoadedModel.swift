import Diagnostics
import GemmaInference
import Glibc
import TensorCompute
import Tokenization

/// A model with its tokenizer, ready to answer; one caller at a time.
package final class LoadedModel {
  package let path: String
  let engine: GemmaEngine
  let tokenizer: Tokenizer?
  /// Seconds until the first token could be read; weights are read at their first use.
  package let loadSeconds: Double

  /// Opens a model.
  ///
  /// - Parameters:
  ///   - name: As `ModelLibrary.path` takes it.
  ///   - precision: In what weights are kept.
  ///   - cache: In what keys and values are kept.
  ///   - threads: How many compute.
  /// - Throws: A diagnostic that names file and field or tensor.
  package init(
    _ name: String?,
    precision: ModelPrecision = .stored,
    cache: ModelCacheFormat = .float32,
    threads: Int
  ) throws {
    let start = Stopwatch()
    let precision = precision.precision
    path = try ModelLibrary.path(of: name)
    let workers = WorkerThreads(count: threads)
    let model: GemmaModel
    switch try ModelFiles(path) {
    case .gguf(let file):
      model = try GemmaModel(file, precision: precision)
      tokenizer = try ModelTokenizer.read(file.metadata)
    case .checkpoint(let folder, let file, let weights):
      model = try GemmaModel(folder, file, weights, precision: precision)
      tokenizer = try ModelTokenizer.read(folder)
    }
    engine = GemmaEngine(model, on: workers, cache: cache.format)
    loadSeconds = start.seconds
  }

  /// The tokens of a prompt.
  ///
  /// - Throws: `model/no-tokenizer`, `gemma/token`.
  func tokens(of prompt: GenerationSettings.Prompt) throws -> [Int32] {
    switch prompt {
    case .tokens(let ids): return try checked(ids)
    case .text(let text):
      let sign = engine.model.configuration.beginToken
      return [sign] + (try spelled().makeEncoder(readsSpecialTokens: false).encode(text).ids)
    case .chat(let text):
      let template = try ChatTemplate(modelType: engine.model.configuration.family.rawValue)
      let parts = try template.parts(of: [PromptMessage(.user, text)])
      return try template.makeEncoder(try spelled()).ids(of: parts)
    }
  }

  /// Tokens that end an answer: what the model's files say, and the end of a turn.
  var endTokens: [Int32] {
    let family = engine.model.configuration.family
    let template: ChatTemplate = family == .gemma4 ? .gemma4 : .gemma
    let turn = tokenizer?.id(of: template.endOfTurn)
    return engine.model.configuration.endTokens + (turn.map { [$0] } ?? [])
  }

  /// The tokenizer, which a text cannot do without.
  func spelled() throws -> Tokenizer {
    guard let tokenizer else {
      throw Diagnostic(
        "model/no-tokenizer",
        "the model has no tokenizer",
        at: .init(file: path),
        hint: "put `tokenizer.json` beside the weights, or give --token-ids"
      )
    }
    return tokenizer
  }

  /// - Throws: `gemma/token` for the first that is none of the model's.
  func checked(_ ids: [Int]) throws -> [Int32] {
    let vocabulary = engine.model.configuration.vocabulary
    return try ids.map { id in
      guard 0..<vocabulary ~= id else {
        throw Diagnostic("gemma/token", "the id \(id) is not one of the \(vocabulary) tokens")
      }
      return Int32(id)
    }
  }
}
