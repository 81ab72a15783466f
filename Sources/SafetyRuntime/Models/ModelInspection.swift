import Checkpoints
import Diagnostics
import GemmaInference

/// What `model inspect` says: all of it read from headers, nothing of the weights themselves.
package struct ModelInspection: Sendable {
  /// Tensors of one type.
  package struct Format: Sendable {
    package let type: String
    package var tensors = 0
    package var elements = 0
    package var bytes = 0
  }

  /// `safetensors` or `gguf`.
  package let container: String
  package let shape: ModelShape
  /// Elements of the tensors of the language model.
  package let parameters: Int
  /// Elements of those that read images.
  package let imageParameters: Int
  /// The largest first.
  package let formats: [Format]
  package let tokenizer: String?
  package let tokenizerSize: Int?
  package let hasChatTemplate: Bool

  /// Bytes of the language model's tensors that are held in memory.
  package let weightBytes: Int
  /// Why the weights are no model of the configuration; nil where they are.
  package let problem: Diagnostic?

  /// Reads a folder or a file; weights that are none of the configuration's are told of, not refused.
  ///
  /// - Throws: What `ModelFiles` throws, `gemma/unsupported`, and what is wrong with a tokenizer.
  package init(_ path: String) throws {
    let files = try ModelFiles(path)
    let weights = files.weights
    var formats: [TensorType: Format] = [:]
    var (text, image, bytes) = (0, 0, 0)
    for name in weights.tensorNames {
      guard let tensor = weights.tensor(name) else { continue }
      formats[tensor.type, default: Format(type: tensor.type.rawValue)].add(tensor)
      if Self.readsImages(name) {
        image += tensor.elementCount
        continue
      }
      text += tensor.elementCount
      if !Self.isReadByRows(name) { bytes += tensor.bytes.count }
    }
    (parameters, imageParameters, weightBytes) = (text, image, bytes)
    self.formats = formats.values.sorted { ($0.bytes, $0.type) > ($1.bytes, $1.type) }
    let configuration = try files.configuration()
    shape = ModelShape(configuration)
    problem = try Self.problem(of: configuration, weights)
    switch files {
    case .checkpoint(let folder, _, _):
      container = "safetensors"
      let vocabulary = try GemmaVocabulary(folder)
      tokenizer = vocabulary?.source
      tokenizerSize = vocabulary?.count
      hasChatTemplate = vocabulary?.template != nil
    case .gguf(let file):
      container = "gguf"
      tokenizer = try file.metadata.string("tokenizer.ggml.model")
      tokenizerSize = try file.metadata.strings("tokenizer.ggml.tokens")?.count
      hasChatTemplate = try file.metadata.string("tokenizer.chat_template") != nil
    }
  }

  private static func problem(
    of configuration: GemmaConfiguration,
    _ weights: any ModelWeights
  ) throws -> Diagnostic? {
    do { try configuration.check(weights) } catch let problem as Diagnostic { return problem }
    return nil
  }

  /// Images, or in Gemma 4 sound.
  private static func readsImages(_ tensor: String) -> Bool {
    let parts = [
      "vision_tower.", "multi_modal_projector.", "audio_tower.", "embed_vision.", "embed_audio.",
    ]
    return parts.contains { tensor.contains($0) }
  }

  /// Gemma 4's table of inputs of each layer, of which only the rows of a text are ever in memory.
  private static func isReadByRows(_ tensor: String) -> Bool {
    tensor.hasSuffix("embed_tokens_per_layer.weight") || tensor == "per_layer_token_embd.weight"
  }
}

extension ModelInspection.Format {
  fileprivate mutating func add(_ tensor: TensorDescription) {
    tensors += 1
    elements += tensor.elementCount
    bytes += tensor.bytes.count
  }
}
