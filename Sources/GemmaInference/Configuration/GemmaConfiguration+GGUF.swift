import Checkpoints
import Diagnostics

extension GemmaConfiguration {
  /// Where a GGUF file names the tokens that end an answer: a text, a turn, a message.
  static let endTokenKeys = ["eos", "eot", "eom"].map { "tokenizer.ggml.\($0)_token_id" }

  /// Reads the metadata of a GGUF file.
  ///
  /// What llama.cpp implies by the architecture or the number of layers is implied here in the same
  /// way: which layers have a window and of which width, and the scale of queries in the 27B models.
  ///
  /// - Parameter file: With the embedding, whose rows are the vocabulary.
  /// - Throws: `gemma/unsupported` for another architecture, `gguf/…` by the name of a field.
  package init(_ file: GGUFFile) throws {
    let metadata = file.metadata
    try Self.refusePart(metadata)
    let key = "general.architecture"
    let name = try metadata.required(key, try metadata.string(key))
    let family = try GemmaFamily(modelType: name, file: metadata.file)
    let fields = GGUFFields(metadata: metadata, prefix: name)
    self =
      family == .gemma4
      ? try GemmaConfiguration(gemma4: fields, file) : try GemmaConfiguration(family, fields, file)
  }

  /// Of the generations before the fourth.
  private init(_ family: GemmaFamily, _ fields: GGUFFields, _ file: GGUFFile) throws {
    let metadata = fields.metadata
    let defaults = GemmaDefaults(family)
    self.family = family
    width = try fields.required("embedding_length", Limits.width)
    innerWidth = try fields.required("feed_forward_length", Limits.innerWidth)
    heads = try fields.required("attention.head_count", Limits.heads)
    epsilon = Float(try fields.number("attention.layer_norm_rms_epsilon", Limits.epsilon) ?? 1e-6)
    let count = try fields.required("block_count", Limits.layers)
    let headWidth = try fields.integer("attention.key_length", Limits.headWidth) ?? width / heads
    layers = try Self.layers(
      fields,
      family,
      defaults,
      count,
      heads: heads,
      headWidth: headWidth,
      innerWidth: innerWidth
    )
    experts = nil
    perLayerWidth = 0
    perLayerVocabulary = 0
    let scalar = family.impliedQueryScalar(
      layers: count,
      width: width,
      heads: heads,
      headWidth: headWidth
    )
    queryScale = 1 / Float(scalar).squareRoot()
    let attentionCap = try Self.cap(fields, "attn_logit_softcapping", defaults.attentionCap)
    let finalCap = try Self.cap(fields, "final_logit_softcapping", defaults.finalCap)
    self.attentionCap = family.capsAttention ? attentionCap : nil
    self.finalCap = family.capsLogits ? finalCap : nil
    isTied = !file.has("output.weight")
    maximumPositions =
      try fields.integer("context_length", Limits.positions) ?? defaults.maximumPositions
    vocabulary = try Self.vocabulary(file)
    let ids = 0...vocabulary - 1
    beginToken = try Self.beginToken(metadata, ids)
    endTokens = try Self.endTokens(metadata, ids)
  }

  /// An adapter, the images' part or a matrix of importances bears the model's architecture.
  private static func refusePart(_ metadata: GGUFMetadata) throws {
    guard let kind = try metadata.string("general.type"), kind != "model" else { return }
    throw metadata.problem(
      "general.type",
      "is `\(kind.prefix(80))`, not `model`",
      hint: kind == "adapter"
        ? "merge the adapter into its model first" : "give the file of the language model"
    )
  }

  static func beginToken(
    _ metadata: GGUFMetadata,
    _ ids: ClosedRange<Int>
  ) throws -> Int32 {
    Int32(try metadata.integer("tokenizer.ggml.bos_token_id", ids) ?? min(2, ids.upperBound))
  }

  static func endTokens(
    _ metadata: GGUFMetadata,
    _ ids: ClosedRange<Int>
  ) throws -> [Int32] {
    let stated = try endTokenKeys.compactMap { try metadata.integer($0, ids) }
    return stated.isEmpty ? [Int32(min(1, ids.upperBound))] : stated.map { Int32($0) }
  }

  static func vocabulary(_ file: GGUFFile) throws -> Int {
    guard let rows = file.tensor("token_embd.weight")?.rowCount, Limits.vocabulary ~= rows else {
      throw Diagnostic(
        "checkpoint/missing-tensor",
        "the weights have no usable tensor `token_embd.weight`",
        at: .init(file: file.name)
      )
    }
    return rows
  }

  static func cap(_ fields: GGUFFields, _ key: String, _ standard: Float?) throws -> Float? {
    let stated = try fields.number(key, 0...1e6).map { Float($0) } ?? standard
    return stated == 0 ? nil : stated
  }

  private static func layers(
    _ fields: GGUFFields,
    _ family: GemmaFamily,
    _ defaults: GemmaDefaults,
    _ count: Int,
    heads: Int,
    headWidth: Int,
    innerWidth: Int
  ) throws -> [GemmaLayerConfiguration] {
    let keyValueHeads = try fields.integer("attention.head_count_kv", Limits.heads) ?? heads
    guard heads.isMultiple(of: keyValueHeads) else {
      throw fields.problem("attention.head_count_kv", "must divide the \(heads) query heads")
    }
    guard headWidth.isMultiple(of: 2), Limits.headWidth ~= headWidth else {
      throw fields.problem("attention.key_length", "must be even and at least 2")
    }
    if let width = try fields.integer("attention.value_length", Limits.headWidth),
      width != headWidth
    {
      throw fields.problem("attention.value_length", "other than the keys' is not supported")
    }
    let window = try window(fields, family, defaults)
    let base = Float(try fields.number("rope.freq_base", 1...1e12) ?? defaults.ropeBase)
    let isSeparate = family == .gemma3
    let stated = try fields.number("rope.freq_base_swa", 1...1e12).map { Float($0) }
    let localBase = stated ?? (isSeparate ? 1e4 : base)
    let factor = try ropeFactor(fields)
    return try localLayers(fields, family, count).map { isLocal in
      let isLocal = isLocal && window != nil
      return GemmaLayerConfiguration(
        window: isLocal ? window : nil,
        ropeBase: isLocal ? localBase : base,
        ropeFactor: isLocal && isSeparate ? 1 : factor,
        headWidth: headWidth,
        keyValueHeads: keyValueHeads,
        innerWidth: innerWidth
      )
    }
  }

  /// How many positions layers with a window see; nil where no layer has one.
  private static func window(
    _ fields: GGUFFields,
    _ family: GemmaFamily,
    _ defaults: GemmaDefaults
  ) throws -> Int? {
    let key = "attention.sliding_window"
    guard family.allowsNoWindow else {
      return try fields.integer(key, Limits.window) ?? defaults.window
    }
    let width = try fields.integer(key, 0...Limits.window.upperBound) ?? 0
    return width == 0 ? nil : width
  }

  /// Which layers have a window: implied by the family, unless the file lists or counts them.
  private static func localLayers(
    _ fields: GGUFFields,
    _ family: GemmaFamily,
    _ count: Int
  ) throws -> [Bool] {
    let key = "attention.sliding_window_pattern"
    guard let implied = family.globalEvery else { return Array(repeating: false, count: count) }
    if let stated = try fields.booleans(key) {
      guard stated.count == count else {
        throw fields.problem(key, "names \(stated.count) layers, the model has \(count)")
      }
      return stated
    }
    let every = try fields.integer(key, Limits.layers) ?? implied
    return (1...count).map { !$0.isMultiple(of: every) }
  }

  private static func ropeFactor(_ fields: GGUFFields) throws -> Float {
    switch try fields.string("rope.scaling.type") ?? "linear" {
    case "none": 1
    case "linear": Float(try fields.number("rope.scaling.factor", 1e-3...1e6) ?? 1)
    case let type: throw fields.problem("rope.scaling.type", "`\(type)` is not supported")
    }
  }
}

/// Metadata whose keys begin with the architecture's name.
struct GGUFFields {
  let metadata: GGUFMetadata
  let prefix: String

  func string(_ key: String) throws -> String? { try metadata.string("\(prefix).\(key)") }

  func integer(_ key: String, _ range: ClosedRange<Int>) throws -> Int? {
    try metadata.integer("\(prefix).\(key)", range)
  }

  func number(_ key: String, _ range: ClosedRange<Double>) throws -> Double? {
    try metadata.number("\(prefix).\(key)", range)
  }

  /// A list of booleans; nil where the key is absent or holds one number.
  func booleans(_ key: String) throws -> [Bool]? {
    guard case .array? = metadata.value("\(prefix).\(key)") else { return nil }
    return try metadata.booleans("\(prefix).\(key)")
  }

  /// One number for all layers, or a list of one a layer.
  func integers(_ key: String, count: Int, _ range: ClosedRange<Int>) throws -> [Int]? {
    let name = "\(prefix).\(key)"
    guard case .array? = metadata.value(name) else {
      return try integer(key, range).map { Array(repeating: $0, count: count) }
    }
    let stated = try metadata.integers(name, as: Int.self) ?? []
    guard stated.count == count, stated.allSatisfy(range.contains) else {
      throw problem(key, "must be \(count) numbers from \(range.lowerBound) to \(range.upperBound)")
    }
    return stated
  }

  func required(_ key: String, _ range: ClosedRange<Int>) throws -> Int {
    try metadata.required("\(prefix).\(key)", try integer(key, range))
  }

  func problem(_ key: String, _ message: String) -> Diagnostic {
    metadata.problem("\(prefix).\(key)", message)
  }
}
