/// The names within one layer.
struct GemmaLayerNames {
  let prefix: String
  let isGGUF: Bool
  let family: GemmaFamily

  var queries: String { named("self_attn.q_proj", "attn_q") }
  var keys: String { named("self_attn.k_proj", "attn_k") }
  var values: String { named("self_attn.v_proj", "attn_v") }
  var attentionOutput: String { named("self_attn.o_proj", "attn_output") }
  var queryNorm: String { named("self_attn.q_norm", "attn_q_norm") }
  var keyNorm: String { named("self_attn.k_norm", "attn_k_norm") }
  var gate: String { named("mlp.gate_proj", "ffn_gate") }
  var up: String { named("mlp.up_proj", "ffn_up") }
  var down: String { named("mlp.down_proj", "ffn_down") }
  var attentionNorm: String { named("input_layernorm", "attn_norm") }
  var attentionPostNorm: String { named("post_attention_layernorm", "post_attention_norm") }
  var feedForwardPostNorm: String { named("post_feedforward_layernorm", "post_ffw_norm") }

  /// In the first Gemma the norm before the feed-forward is named for what it follows.
  var feedForwardNorm: String {
    named(
      family == .gemma1 ? "post_attention_layernorm" : "pre_feedforward_layernorm",
      "ffn_norm"
    )
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

  private func named(_ huggingFace: String, _ gguf: String) -> String {
    "\(prefix)\(isGGUF ? gguf : huggingFace).weight"
  }
}
