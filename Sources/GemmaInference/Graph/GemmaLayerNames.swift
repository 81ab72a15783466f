/// The names within one layer.
struct GemmaLayerNames {
  let prefix: String
  let isGGUF: Bool
  let family: GemmaFamily
  let layer: GemmaLayerConfiguration
  /// Whether the layer gets numbers of each token by itself.
  let hasPerLayerInput: Bool
  /// Whether it has a mixture of experts.
  let hasExperts: Bool

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

  var perLayerGate: String { named("per_layer_input_gate", "inp_gate") }
  var perLayerProjection: String { named("per_layer_projection", "proj") }
  var perLayerNorm: String { named("post_per_layer_input_norm", "post_norm") }
  /// What the layer's result is multiplied with.
  var scale: String { whole("layer_scalar", "layer_output_scale.weight") }

  /// Every expert's gate and then its other half, one expert after the other.
  var expertGatesAndUps: String { whole("experts.gate_up_proj", "ffn_gate_up_exps.weight") }
  var expertDowns: String { whole("experts.down_proj", "ffn_down_exps.weight") }
  var router: String { named("router.proj", "ffn_gate_inp") }
  var routerScale: String { whole("router.scale", "ffn_gate_inp.scale") }
  var expertScales: String { whole("router.per_expert_scale", "ffn_down_exps.scale") }
  var densePostNorm: String { named("post_feedforward_layernorm_1", "post_ffw_norm_1") }
  var expertNorm: String { named("pre_feedforward_layernorm_2", "pre_ffw_norm_2") }
  var expertPostNorm: String { named("post_feedforward_layernorm_2", "post_ffw_norm_2") }

  /// In the first Gemma the norm before the feed-forward is named for what it follows.
  var feedForwardNorm: String {
    named(
      family == .gemma1 ? "post_attention_layernorm" : "pre_feedforward_layernorm",
      "ffn_norm"
    )
  }

  /// Every name of the layer.
  var all: [String] {
    var names = [queries, attentionOutput, gate, up, down, attentionNorm, feedForwardNorm]
    let isReader = layer.keyValueSource != nil
    if !isReader { names += layer.keysAreValues ? [keys] : [keys, values] }
    if family.normalizesQueriesAndKeys { names += isReader ? [queryNorm] : [queryNorm, keyNorm] }
    if family.hasPostNorms { names += [attentionPostNorm, feedForwardPostNorm] }
    if hasPerLayerInput { names += [perLayerGate, perLayerProjection, perLayerNorm] }
    if family.normalizesValues { names.append(scale) }
    if hasExperts {
      names += [expertGatesAndUps, expertDowns, router, routerScale, expertScales]
      names += [densePostNorm, expertNorm, expertPostNorm]
    }
    return names
  }

  /// Names that some files have and no graph needs: keys and values of layers that read another's.
  var unused: [String] { layer.keyValueSource == nil ? [] : [keys, values, keyNorm] }

  /// A name that does not end as weights do.
  private func whole(_ huggingFace: String, _ gguf: String) -> String {
    "\(prefix)\(isGGUF ? gguf : huggingFace)"
  }

  private func named(_ huggingFace: String, _ gguf: String) -> String {
    "\(prefix)\(isGGUF ? gguf : huggingFace).weight"
  }
}
