import Checkpoints
import Diagnostics
import StrictJSON

extension GemmaConfiguration {
  /// Reads `config.json` of a checkpoint, in the spellings of old and new transformers.
  ///
  /// - Throws: `gemma/unsupported` for another family, `checkpoint/config` by the name of a field.
  package init(_ configuration: ModelConfiguration) throws {
    let outer = configuration.fields
    let family = try GemmaFamily(modelType: try configuration.modelType(), file: outer.file)
    let part = try outer.object("text_config")
    let fields = part ?? outer
    try GemmaConfigurationCheck(family).refuseUnsupported(outer, fields)
    let defaults = GemmaDefaults(family)
    self.family = family
    vocabulary = try fields.integer("vocab_size", Limits.vocabulary) ?? defaults.vocabulary
    width = try fields.integer("hidden_size", Limits.width) ?? defaults.width
    innerWidth = try fields.integer("intermediate_size", Limits.innerWidth) ?? defaults.innerWidth
    heads = try fields.integer("num_attention_heads", Limits.heads) ?? defaults.heads
    let headWidth = try fields.integer("head_dim", Limits.headWidth) ?? 256
    guard headWidth.isMultiple(of: 2) else { throw fields.problem("head_dim", "must be even") }
    layers = try GemmaLayerReader(
      fields,
      family,
      defaults,
      heads: heads,
      headWidth: headWidth,
      innerWidth: innerWidth
    ).layers()
    experts = family == .gemma4 ? try Self.experts(fields) : nil
    let hasPerLayer = family == .gemma4
    perLayerWidth =
      hasPerLayer ? try fields.integer("hidden_size_per_layer_input", Limits.perLayer) ?? 256 : 0
    perLayerVocabulary =
      perLayerWidth > 0
      ? try fields.integer("vocab_size_per_layer_input", Limits.vocabulary) ?? 262_144 : 0
    epsilon = Float(try fields.number("rms_norm_eps", Limits.epsilon) ?? 1e-6)
    queryScale = try Self.queryScale(fields, family, headWidth: headWidth)
    let attentionCap = try Self.cap(fields, "attn_logit_softcapping", defaults.attentionCap)
    let finalCap = try Self.cap(fields, "final_logit_softcapping", defaults.finalCap)
    self.attentionCap = family.capsAttention ? attentionCap : nil
    // Of the models that read images too, transformers caps no logits.
    let isPart = family == .gemma3 && part != nil
    self.finalCap = family.capsLogits && !isPart ? finalCap : nil
    // Where a model reads images too, the head belongs to the whole, whose field counts.
    isTied =
      try outer.boolean("tie_word_embeddings") ?? fields.boolean("tie_word_embeddings") ?? true
    let positions = try fields.integer("max_position_embeddings", Limits.positions)
    maximumPositions = positions ?? defaults.maximumPositions
    let ids = 0...vocabulary - 1
    beginToken = try Self.beginToken(outer, fields, ids)
    endTokens = try Self.endTokens(outer, fields, ids)
  }

  private static func experts(_ fields: JSONFields) throws -> Experts? {
    guard try fields.boolean("enable_moe_block") ?? false else { return nil }
    let count = try fields.integer("num_experts", Limits.experts)
    let top = try fields.integer("top_k_experts", Limits.experts)
    let width = try fields.integer("moe_intermediate_size", Limits.innerWidth)
    let experts = Experts(
      count: try fields.required("num_experts", count),
      top: try fields.required("top_k_experts", top),
      innerWidth: try fields.required("moe_intermediate_size", width)
    )
    guard experts.top <= experts.count else {
      throw fields.problem("top_k_experts", "is more than the \(experts.count) experts")
    }
    return experts
  }

  /// Computed as transformers does, in double, and rounded once.
  private static func queryScale(
    _ fields: JSONFields,
    _ family: GemmaFamily,
    headWidth: Int
  ) throws -> Float {
    // The norms of queries and keys take the root's place.
    if family == .gemma4 { return 1 }
    let scalar =
      family == .gemma1
      ? Double(headWidth) : try fields.number("query_pre_attn_scalar", 1e-3...1e6) ?? 256
    return Float(1 / scalar.squareRoot())
  }

  private static func beginToken(
    _ outer: JSONFields,
    _ fields: JSONFields,
    _ ids: ClosedRange<Int>
  ) throws -> Int32 {
    let stated = try fields.integer("bos_token_id", ids) ?? outer.integer("bos_token_id", ids)
    return Int32(stated ?? min(2, ids.upperBound))
  }

  private static func endTokens(
    _ outer: JSONFields,
    _ fields: JSONFields,
    _ ids: ClosedRange<Int>
  ) throws -> [Int32] {
    try tokens(outer, "eos_token_id", ids) ?? tokens(fields, "eos_token_id", ids)
      ?? [Int32(min(1, ids.upperBound))]
  }

  /// Reads one id or a list of ids.
  static func tokens(
    _ fields: JSONFields,
    _ key: String,
    _ ids: ClosedRange<Int>
  ) throws -> [Int32]? {
    guard let value = fields.value(key) else { return nil }
    let items = if case .array(let list) = value { list } else { [value] }
    return try items.map { item in
      guard case .integer(let id) = item, ids.contains(id) else {
        throw fields.problem(key, "must be ids from 0 to \(ids.upperBound)")
      }
      return Int32(id)
    }
  }

  /// A field that is stated as null switches its cap off; one that is missing leaves the default.
  private static func cap(_ fields: JSONFields, _ key: String, _ standard: Float?) throws -> Float?
  {
    guard fields.keys.contains(key) else { return standard }
    return try fields.number(key, 1e-3...1e6).map { Float($0) }
  }
}

/// Sizes that a family's configuration class has where the file states none.
struct GemmaDefaults {
  var vocabulary = 256_000
  var width = 2304
  var innerWidth = 9216
  var layers = 26
  var heads = 8
  var keyValueHeads = 4
  var window: Int? = 4096
  var ropeBase = 1e4
  var maximumPositions = 8192
  var attentionCap: Float?
  var finalCap: Float?

  init(_ family: GemmaFamily) {
    switch family {
    case .gemma1:
      (width, innerWidth, layers, heads, keyValueHeads) = (3072, 24_576, 28, 16, 16)
      window = nil
    case .gemma2, .vaultGemma: (attentionCap, finalCap) = (50, 30)
    case .gemma3: (vocabulary, ropeBase, maximumPositions) = (262_208, 1e6, 131_072)
    case .gemma4:
      (vocabulary, ropeBase, maximumPositions) = (262_144, 1e6, 131_072)
      (layers, window) = (30, 512)
    }
  }
}
