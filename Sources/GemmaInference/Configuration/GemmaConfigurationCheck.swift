import Diagnostics
import StrictJSON

/// Refuses options that change the arithmetic and have no graph here.
///
/// A model that runs without an option it was trained with gives plausible text that is wrong.
struct GemmaConfigurationCheck {
  private let family: GemmaFamily

  init(_ family: GemmaFamily) { self.family = family }

  func refuseUnsupported(_ outer: JSONFields, _ text: JSONFields) throws {
    let isWrapped = outer.value("text_config") != nil
    for fields in isWrapped ? [outer, text] : [text] {
      for key in ["attention_bias", "mlp_bias", "use_bidirectional_attention"] {
        guard let value = fields.value(key), value != .boolean(false) else { continue }
        // Gemma 4 lets images alone see what follows them.
        if family == .gemma4, value == .string("vision") { continue }
        throw fields.problem(key, "other than false is not supported")
      }
      // As transformers, MLX and compressed-tensors name it.
      for key in ["quantization_config", "quantization", "compression_config"]
      where fields.value(key) != nil {
        throw fields.problem(
          key,
          "weights quantised by other tools are not read",
          hint: "take the unquantised checkpoint, or a GGUF file"
        )
      }
    }
    try refuseHeads(outer)
    try refuseActivation(text)
    try refuseUnknown(text)
  }

  /// A classifier or reward model has an embedding, which would be taken for the head that it lacks.
  private func refuseHeads(_ fields: JSONFields) throws {
    guard case .array(let names)? = fields.value("architectures") else { return }
    for case .string(let name) in names where name.hasSuffix("Classification") {
      throw fields.problem("architectures", "`\(name.prefix(80))` has no head of a language model")
    }
  }

  /// "gelu" in the first Gemma's files means the approximation by tanh as well.
  private func refuseActivation(_ fields: JSONFields) throws {
    let tanh: Set<String> = ["gelu_pytorch_tanh", "gelu_new", "gelu_fast", "gelu_tanh"]
    for key in ["hidden_activation", "hidden_act"] {
      guard let name = try fields.string(key), !tanh.contains(name) else { continue }
      if key == "hidden_act", name == "gelu" { continue }
      throw fields.problem(key, "`\(name)` is not supported, only gelu_pytorch_tanh")
    }
  }

  private func refuseUnknown(_ fields: JSONFields) throws {
    let known = family == .gemma4 ? Self.known.union(Self.knownOfGemma4) : Self.known
    for key in fields.keys where !known.contains(key) && soundsLikeArithmetic(key) {
      guard let value = fields.value(key), value != .boolean(false) else { continue }
      throw fields.problem(key, "is not known here and may change what the model computes")
    }
  }

  private func soundsLikeArithmetic(_ key: String) -> Bool {
    !key.hasPrefix("_") && Self.words.contains { key.contains($0) }
  }

  private static let words = [
    "rope", "rotary", "norm", "attn", "attention", "softcap", "scal", "head", "window", "expert",
    "moe", "activation", "bias", "altup", "laurel", "layer", "sparsity", "factor", "logit", "mlp",
    "kv_", "per_layer", "router", "query",
  ]

  private static let known: Set<String> = [
    "attention_bias", "attention_dropout", "attn_implementation", "attn_logit_softcapping",
    "final_logit_softcapping", "head_dim", "hidden_act", "hidden_activation", "layer_types",
    "mlp_bias", "num_attention_heads", "num_hidden_layers", "num_key_value_heads",
    "query_pre_attn_scalar", "rms_norm_eps", "rope_local_base_freq", "rope_parameters",
    "rope_scaling", "rope_theta", "sliding_window", "sliding_window_pattern",
    "sliding_window_size", "use_bidirectional_attention", "output_attentions",
    "cross_attention_hidden_size", "add_cross_attention", "pruned_heads",
    "is_encoder_decoder", "max_window_layers", "mm_tokens_per_image", "use_cache",
    "use_sliding_window",
  ]

  private static let knownOfGemma4: Set<String> = [
    "attention_k_eq_v", "enable_moe_block", "expert_intermediate_size", "global_head_dim",
    "hidden_size_per_layer_input", "moe_intermediate_size", "num_experts",
    "num_global_key_value_heads", "num_kv_shared_layers", "per_layer_config", "top_k_experts",
    "use_double_wide_mlp", "vocab_size_per_layer_input",
  ]
}
