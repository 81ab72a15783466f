/// The names that GGUF has for the tensors of a layer.
struct GGUFLayerNames {
  let prefix: String

  init(_ number: Int) { prefix = "blk.\(number)." }

  var queries: String { prefix + "attn_q.weight" }
  var keys: String { prefix + "attn_k.weight" }
  var values: String { prefix + "attn_v.weight" }
  var attentionOutput: String { prefix + "attn_output.weight" }
  var queryNorm: String { prefix + "attn_q_norm.weight" }
  var keyNorm: String { prefix + "attn_k_norm.weight" }
  var gate: String { prefix + "ffn_gate.weight" }
  var up: String { prefix + "ffn_up.weight" }
  var down: String { prefix + "ffn_down.weight" }
  var attentionNorm: String { prefix + "attn_norm.weight" }
  var feedForwardNorm: String { prefix + "ffn_norm.weight" }
  var attentionPostNorm: String { prefix + "post_attention_norm.weight" }
  var feedForwardPostNorm: String { prefix + "post_ffw_norm.weight" }

  static let embedding = "token_embd.weight"
  static let finalNorm = "output_norm.weight"
  static let head = "output.weight"
}
