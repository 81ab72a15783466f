import Checkpoints
import Diagnostics

/// Where the tensors of a model stand: as Hugging Face names them, or as GGUF does.
package struct GemmaTensorNames: Sendable {
  /// Whose names they are.
  enum Scheme: Sendable, Hashable {
    /// Behind one of several prefixes; norms store what is added to one.
    case huggingFace(prefix: String)
    /// Norms store the whole gain.
    case gguf
  }

  let scheme: Scheme
  /// Where the embedding stands, perhaps under the name of the output head that it is tied to.
  let embedding: String
  private let family: GemmaFamily

  /// Prefixes that writers put before `embed_tokens.weight`.
  private static let prefixes = [
    "model.", "language_model.model.", "model.language_model.", "language_model.", "",
  ]

  private static let table = "embed_tokens.weight"
  private static let ggufTable = "token_embd.weight"
  private static let heads = ["lm_head.weight", "language_model.lm_head.weight"]

  /// Finds the scheme that weights follow.
  ///
  /// - Throws: `checkpoint/missing-tensor` where there is no embedding.
  init(_ family: GemmaFamily, in weights: any ModelWeights) throws {
    self.family = family
    if weights.has(Self.ggufTable) {
      scheme = .gguf
      embedding = Self.ggufTable
    } else if let prefix = Self.prefixes.first(where: { weights.has($0 + Self.table) }) {
      scheme = .huggingFace(prefix: prefix)
      embedding = prefix + Self.table
    } else if let prefix = Self.prefixes.first(where: { weights.has($0 + "norm.weight") }),
      let head = Self.heads.first(where: weights.has)
    {
      // Who writes tied tensors once may have kept the other name.
      scheme = .huggingFace(prefix: prefix)
      embedding = head
    } else {
      throw Self.noEmbedding(weights)
    }
  }

  /// The names that GGUF files have.
  init(ggufOf family: GemmaFamily) {
    self.family = family
    scheme = .gguf
    embedding = Self.ggufTable
  }

  static func noEmbedding(_ weights: any ModelWeights) -> Diagnostic {
    Diagnostic(
      "checkpoint/missing-tensor",
      "the weights have no tensor `model.\(table)`",
      at: .init(file: weights.name)
    )
  }

  var finalNorm: String { named("norm.weight", gguf: "output_norm.weight") }

  /// What every layer gets of each token: from a table, and from the token's embedding by a product.
  var perLayerTable: String {
    named("embed_tokens_per_layer.weight", gguf: "per_layer_token_embd.weight")
  }
  var perLayerModelProjection: String {
    named("per_layer_model_projection.weight", gguf: "per_layer_model_proj.weight")
  }
  var perLayerModelNorm: String {
    named("per_layer_projection_norm.weight", gguf: "per_layer_proj_norm.weight")
  }

  /// Where an output head of its own may stand.
  var heads: [String] { scheme == .gguf ? ["output.weight"] : Self.heads }

  /// What names of all layers begin with.
  var layers: String { named("layers.", gguf: "blk.") }

  func layer(_ number: Int, of configuration: GemmaConfiguration) -> GemmaLayerNames {
    GemmaLayerNames(
      prefix: "\(layers)\(number).",
      isGGUF: scheme == .gguf,
      family: family,
      layer: configuration.layers[number],
      hasPerLayerInput: configuration.perLayerWidth > 0,
      hasExperts: configuration.experts != nil
    )
  }

  private func named(_ name: String, gguf: String) -> String {
    switch scheme {
    case .huggingFace(let prefix): prefix + name
    case .gguf: gguf
    }
  }
}
