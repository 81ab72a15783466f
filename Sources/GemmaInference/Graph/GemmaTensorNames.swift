/// Where the tensors of a model stand: Hugging Face's names behind one of several prefixes.
package struct GemmaTensorNames: Sendable {
  let prefix: String
  private let family: GemmaFamily

  /// Prefixes that writers put before `embed_tokens.weight`, and where an untied head then stands.
  private static let prefixes = [
    "model.", "language_model.model.", "model.language_model.", "language_model.", "",
  ]

  /// Finds the prefix, or nil where there is no embedding.
  init?(_ family: GemmaFamily, has: (String) -> Bool) {
    guard let prefix = Self.prefixes.first(where: { has($0 + "embed_tokens.weight") }) else {
      return nil
    }
    self.prefix = prefix
    self.family = family
  }

  var embedding: String { prefix + "embed_tokens.weight" }
  var finalNorm: String { prefix + "norm.weight" }

  /// Where an untied output head may stand.
  var heads: [String] { ["lm_head.weight", "language_model.lm_head.weight"] }

  func layer(_ number: Int) -> GemmaLayerNames {
    GemmaLayerNames(prefix: "\(prefix)layers.\(number).", family: family)
  }
}

/// The names within one layer.
struct GemmaLayerNames {
  let prefix: String
  let family: GemmaFamily

  var queries: String { prefix + "self_attn.q_proj.weight" }
  var keys: String { prefix + "self_attn.k_proj.weight" }
  var values: String { prefix + "self_attn.v_proj.weight" }
  var attentionOutput: String { prefix + "self_attn.o_proj.weight" }
  var queryNorm: String { prefix + "self_attn.q_norm.weight" }
  var keyNorm: String { prefix + "self_attn.k_norm.weight" }
  var gate: String { prefix + "mlp.gate_proj.weight" }
  var up: String { prefix + "mlp.up_proj.weight" }
  var down: String { prefix + "mlp.down_proj.weight" }
  var attentionNorm: String { prefix + "input_layernorm.weight" }
  var attentionPostNorm: String { prefix + "post_attention_layernorm.weight" }
  var feedForwardPostNorm: String { prefix + "post_feedforward_layernorm.weight" }

  /// In the first Gemma the norm before the feed-forward is named for what it follows.
  var feedForwardNorm: String {
    prefix
      + (family == .gemma1
        ? "post_attention_layernorm.weight" : "pre_feedforward_layernorm.weight")
  }

  /// Every name of the layer.
  var all: [String] {
    var names = [
      queries, keys, values, attentionOutput, gate, up, down, attentionNorm, feedForwardNorm,
    ]
    if family.normalizesQueriesAndKeys { names += [queryNorm, keyNorm] }
    if family.hasPostNorms { names += [attentionPostNorm, feedForwardPostNorm] }
    return names
  }
}
