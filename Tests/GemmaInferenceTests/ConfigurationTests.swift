import Checkpoints
import Diagnostics
import GemmaInference
import Testing

/// `config.json` in the spellings of old and new transformers.
struct ConfigurationTests {
  private static func read(_ json: String) throws -> GemmaConfiguration {
    try GemmaConfiguration(ModelConfiguration(parsing: Array(json.utf8), file: "config.json"))
  }

  private static func problem(_ json: String) -> Diagnostic? {
    do { _ = try read(json) } catch { return error as? Diagnostic }
    return nil
  }

  @Test func `fills what a family leaves out`() throws {
    let one = try Self.read(#"{"model_type": "gemma"}"#)
    #expect(one.width == 3072 && one.layers.count == 28 && one.heads == 16)
    #expect(one.layers.allSatisfy { $0.window == nil && $0.keyValueHeads == 16 })
    #expect(one.queryScale == 1 / 16 && one.finalCap == nil && one.isTied)
    let two = try Self.read(#"{"model_type": "gemma2"}"#)
    #expect(two.attentionCap == 50 && two.finalCap == 30 && two.vocabulary == 256_000)
    #expect(two.layers.map { $0.window != nil } == (0..<26).map { $0 % 2 == 0 })
    let three = try Self.read(#"{"model_type": "gemma3_text"}"#)
    #expect(three.vocabulary == 262_208 && three.attentionCap == nil)
    #expect(three.layers.enumerated().filter { $1.window == nil }.map(\.offset) == [5, 11, 17, 23])
    #expect(three.layers[0].ropeBase == 1e4 && three.layers[5].ropeBase == 1e6)
    let vault = try Self.read(#"{"model_type": "vaultgemma"}"#)
    #expect(vault.family == .vaultGemma && vault.attentionCap == 50)
  }

  @Test func `reads a cap of null as none`() throws {
    let none = try Self.read(
      #"{"model_type": "gemma2", "attn_logit_softcapping": null, "final_logit_softcapping": 20}"#
    )
    #expect(none.attentionCap == nil && none.finalCap == 20)
  }

  @Test func `passes over caps where the family has none`() throws {
    let caps = #""attn_logit_softcapping": 2, "final_logit_softcapping": 3"#
    let one = try Self.read(#"{"model_type": "gemma", \#(caps)}"#)
    #expect(one.attentionCap == nil && one.finalCap == nil)
    let three = try Self.read(#"{"model_type": "gemma3_text", \#(caps)}"#)
    #expect(three.attentionCap == nil && three.finalCap == 3)
    let part = #"{"model_type": "gemma3_text", \#(caps)}"#
    let whole = try Self.read(#"{"model_type": "gemma3", "text_config": \#(part)}"#)
    #expect(whole.attentionCap == nil && whole.finalCap == nil)
  }

  @Test(arguments: [
    (#""tie_word_embeddings": false, "#, "true", false),
    (#""tie_word_embeddings": true, "#, "false", true), ("", "false", false), ("", "true", true),
  ])
  func `asks the whole model whether its head is the embedding`(
    outer: String,
    text: String,
    isTied: Bool
  ) throws {
    let part = #"{"model_type": "gemma3_text", "tie_word_embeddings": \#(text)}"#
    let read = try Self.read(#"{"model_type": "gemma3", \#(outer)"text_config": \#(part)}"#)
    #expect(read.isTied == isTied)
  }

  /// Global base, local base, global factor, local factor.
  private static let ropes: [(String, [Float])] = [
    (#""rope_theta": 5e5, "rope_local_base_freq": 2e4"#, [5e5, 2e4, 1, 1]),
    (#""rope_scaling": {"rope_type": "linear", "factor": 8.0}"#, [1e6, 1e4, 8, 1]),
    (#""rope_scaling": {"type": "linear", "factor": 4}"#, [1e6, 1e4, 4, 1]),
    (#""rope_scaling": {"rope_type": "default"}"#, [1e6, 1e4, 1, 1]),
    (
      #""rope_parameters": {"full_attention": {"rope_type": "linear", "factor": 8, "rope_theta": 2e6}, "sliding_attention": {"rope_type": "default", "rope_theta": 3e4}}"#,
      [2e6, 3e4, 8, 1]
    ),
    (
      #""rope_parameters": {"full_attention": {"rope_type": "linear", "factor": 8}}, "rope_theta": 7e5"#,
      [7e5, 1e4, 8, 1]
    ),
    (
      #""rope_parameters": {"rope_type": "linear", "factor": 2}, "rope_theta": 7e5"#,
      [7e5, 1e4, 2, 1]
    ),
    (#""rope_parameters": {"rope_type": "default", "rope_theta": 9e5}"#, [9e5, 1e4, 1, 1]),
  ]

  @Test(arguments: ropes)
  func `reads rotary bases and factors`(spelling: String, expected: [Float]) throws {
    let read = try Self.read(#"{"model_type": "gemma3_text", \#(spelling)}"#)
    let (global, local) = (read.layers[5], read.layers[0])
    #expect([global.ropeBase, local.ropeBase, global.ropeFactor, local.ropeFactor] == expected)
    #expect(global.window == nil && local.window == 4096)
  }

  @Test func `scales all layers of the older families`() throws {
    let two = try Self.read(
      #"{"model_type": "gemma2", "rope_parameters": {"rope_type": "default", "rope_theta": 2e4}}"#
    )
    #expect(two.layers.allSatisfy { $0.ropeBase == 2e4 && $0.ropeFactor == 1 })
    let one = try Self.read(#"{"model_type": "gemma", "rope_theta": 1e6}"#)
    #expect(one.layers.allSatisfy { $0.ropeBase == 1e6 })
  }

  @Test func `reads which layers have a window`() throws {
    let types = #"["full_attention", "sliding_attention", "full_attention"]"#
    let listed = try Self.read(
      #"{"model_type": "gemma3_text", "num_hidden_layers": 3, "layer_types": \#(types), "sliding_window": 7}"#
    )
    #expect(listed.layers.map(\.window) == [nil, 7, nil])
    for key in ["sliding_window_pattern", "_sliding_window_pattern"] {
      let read = try Self.read(
        #"{"model_type": "gemma3_text", "num_hidden_layers": 6, "\#(key)": 3}"#
      )
      #expect(read.layers.map { $0.window == nil } == [false, false, true, false, false, true])
    }
    let old = try Self.read(#"{"model_type": "gemma2", "sliding_window_size": 99}"#)
    #expect(old.layers[0].window == 99)
  }

  @Test func `reads the text part of a model with images`() throws {
    let json =
      #"{"model_type": "gemma3", "eos_token_id": [1, 106], "vision_config": {"hidden_size": 8}, "text_config": {"hidden_size": 2560, "num_hidden_layers": 34, "intermediate_size": 10240, "sliding_window": 1024, "rope_scaling": {"rope_type": "linear", "factor": 8.0}, "model_type": "gemma3_text"}}"#
    let read = try Self.read(json)
    #expect(read.width == 2560 && read.layers.count == 34 && read.endTokens == [1, 106])
    #expect(read.layers[0].window == 1024 && read.layers[5].ropeFactor == 8)
    // 3.88 billion by the model's card, and the rows past the tokenizer's end.
    #expect(abs(Double(read.parameterCount) - 3.88e9) < 0.01e9)
  }

  @Test func `counts the parameters that the cards state`() throws {
    let one = try Self.read(
      #"{"model_type": "gemma", "hidden_size": 2048, "intermediate_size": 16384, "num_hidden_layers": 18, "num_attention_heads": 8, "num_key_value_heads": 1, "hidden_act": "gelu", "hidden_activation": null}"#
    )
    #expect(one.parameterCount == 2_506_172_416)
    let small = try Self.read(
      #"{"model_type": "gemma3_text", "hidden_size": 640, "intermediate_size": 2048, "num_hidden_layers": 18, "num_attention_heads": 4, "num_key_value_heads": 1, "vocab_size": 262144}"#
    )
    #expect(small.parameterCount == 268_098_176)
  }

  private static let refused: [(String, String)] = [
    (#"{"model_type": "gemma3n"}"#, "Gemma 3n"), (#"{"model_type": "llama"}"#, "llama"),
    (#"{"model_type": "gemma4_unified"}"#, "Gemma 4 of another kind"),
    (#"{"model_type": "gemma4_text", "use_bidirectional_attention": "all"}"#, "bidirectional"),
    (#"{"model_type": "gemma3_text", "use_bidirectional_attention": "vision"}"#, "bidirectional"),
    (#"{"model_type": "gemma3_text", "global_head_dim": 512}"#, "global_head_dim"),
    (#"{"model_type": "gemma4_text", "enable_moe_block": true}"#, "num_experts"),
    (
      #"{"model_type": "gemma4_text", "enable_moe_block": true, "num_experts": 4, "top_k_experts": 5, "moe_intermediate_size": 8}"#,
      "top_k_experts"
    ),
    (#"{"model_type": "gemma4_text", "num_kv_shared_layers": 30}"#, "num_kv_shared_layers"),
    (#"{"model_type": "gemma4_text", "num_kv_shared_layers": 31}"#, "num_kv_shared_layers"),
    (#"{"model_type": "gemma4_text", "global_head_dim": 511}"#, "head_dim"),
    (#"{"model_type": "gemma4_text", "per_layer_config": {"5": {"scaling": 2}}}"#, "scaling"),
    (
      #"{"model_type": "gemma3_text", "rope_parameters": {"full_attention": {"rope_type": "proportional"}}}"#,
      "proportional"
    ),
    (#"{"model_type": "gemma", "attention_bias": true}"#, "attention_bias"),
    (#"{"model_type": "gemma3_text", "use_bidirectional_attention": true}"#, "bidirectional"),
    (#"{"model_type": "gemma2", "hidden_activation": "gelu"}"#, "hidden_activation"),
    (#"{"model_type": "gemma2", "hidden_activation": "silu"}"#, "hidden_activation"),
    (#"{"model_type": "gemma3_text", "rope_scaling": {"rope_type": "yarn", "factor": 4}}"#, "yarn"),
    (#"{"model_type": "gemma3_text", "rope_scaling": {"rope_type": "linear"}}"#, "factor"),
    (#"{"model_type": "gemma3_text", "layer_types": ["full_attention"]}"#, "layer_types"),
    (#"{"model_type": "gemma2", "num_key_value_heads": 3}"#, "num_key_value_heads"),
    (#"{"model_type": "gemma2", "hidden_size": 0}"#, "hidden_size"),
    (#"{"model_type": "gemma2", "hidden_size": 1e99}"#, "hidden_size"),
    (#"{"model_type": "gemma2", "head_dim": 7}"#, "head_dim"),
    (#"{"model_type": "gemma2", "eos_token_id": 256000}"#, "eos_token_id"),
    (#"{"model_type": "gemma2", "attention_multiplier": 3}"#, "attention_multiplier"),
    (#"{"model_type": "gemma2", "quantization_config": {"bits": 4}}"#, "quantization_config"),
    (#"{"model_type": "gemma2", "sliding_window": null}"#, "sliding_window"),
    (#"{"model_type": "recurrent_gemma"}"#, "RecurrentGemma"),
    (#"{"model_type": "gemma-embedding"}"#, "EmbeddingGemma"),
    (#"{"model_type": "clip"}"#, "looks at images"),
    (#"{"model_type": "gemma2", "quantization": {"bits": 4}}"#, "`quantization`"),
    (#"{"model_type": "gemma2", "compression_config": {"bits": 4}}"#, "compression_config"),
    (
      #"{"model_type": "gemma3_text", "architectures": ["Gemma3TextForSequenceClassification"]}"#,
      "architectures"
    ),
    (#"{}"#, "model_type"),
  ]

  @Test(arguments: refused)
  func `refuses by name what it cannot compute`(json: String, named: String) {
    let problem = Self.problem(json)
    #expect(problem?.message.contains(named) == true, "\(json): \(String(describing: problem))")
  }

  @Test func `takes what Gemma 4 leaves out for what transformers has there`() throws {
    let layers = try Self.read(
      #"{"model_type": "gemma4_text", "num_hidden_layers": 12, "num_kv_shared_layers": 3}"#
    ).layers
    #expect(layers.map { $0.window == nil } == (1...12).map { $0.isMultiple(of: 6) })
    #expect(layers[5].headWidth == 512 && layers[5].rotatedPairs == 64)
    #expect(layers[4].headWidth == 256 && layers[4].rotatedPairs == 128)
    #expect(layers[5].ropeBase == 1e6 && layers[4].ropeBase == 1e4)
    #expect(layers.map(\.keyValueSource).suffix(4) == [nil, 8, 8, 5])
    let even = try Self.read(
      #"{"model_type": "gemma4_text", "num_hidden_layers": 4, "attention_k_eq_v": true, "num_global_key_value_heads": 2, "layer_types": ["full_attention", "sliding_attention", "sliding_attention", "sliding_attention"]}"#
    ).layers
    // The last layer sees everything, whatever the file says.
    #expect(even.map(\.keysAreValues) == [true, false, false, true])
    #expect(even.map(\.keyValueHeads) == [2, 4, 4, 2])
  }

  @Test func `lets pass what changes nothing`() throws {
    _ = try Self.read(
      #"{"model_type": "gemma2", "attention_bias": false, "attention_dropout": 0.0, "use_cache": true, "cache_implementation": "hybrid", "transformers_version": "5.0", "_attn_implementation_autoset": true, "torch_dtype": "bfloat16", "attn_bias_type": null, "hidden_act": "gelu_pytorch_tanh"}"#
    )
  }
}
