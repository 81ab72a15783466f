import Checkpoints
import Diagnostics

extension GemmaConfiguration {
  /// Reads the metadata of a Gemma 4 file, as llama.cpp writes it.
  ///
  /// What it does not say is in the tensors: a layer without values has keys that are values, and
  /// `rope_freqs.weight` divides the frequencies of pairs that no position turns by 1e30.
  ///
  /// - Throws: `gguf/…` by the name of a field, `checkpoint/…` by that of a tensor.
  init(gemma4 fields: GGUFFields, _ file: GGUFFile) throws {
    let metadata = fields.metadata
    let defaults = GemmaDefaults(.gemma4)
    family = .gemma4
    width = try fields.required("embedding_length", Limits.width)
    heads = try fields.required("attention.head_count", Limits.heads)
    epsilon = Float(try fields.number("attention.layer_norm_rms_epsilon", Limits.epsilon) ?? 1e-6)
    queryScale = 1
    attentionCap = nil
    finalCap = try Self.cap(fields, "final_logit_softcapping", nil)
    isTied = !file.has("output.weight")
    maximumPositions =
      try fields.integer("context_length", Limits.positions) ?? defaults.maximumPositions
    vocabulary = try Self.vocabulary(file)
    layers = try GGUFLayerReader(fields, file, heads: heads).layers()
    innerWidth = layers[0].innerWidth
    experts = try Self.experts(fields)
    perLayerWidth = try fields.integer("embedding_length_per_layer_input", Limits.perLayer) ?? 0
    let table = file.tensor("per_layer_token_embd.weight")?.rowCount ?? 0
    perLayerVocabulary = perLayerWidth > 0 ? table : 0
    let ids = 0...vocabulary - 1
    beginToken = try Self.beginToken(metadata, ids)
    endTokens = try Self.endTokens(metadata, ids)
  }

  private static func experts(_ fields: GGUFFields) throws -> Experts? {
    let range = 0...Limits.experts.upperBound
    guard let count = try fields.integer("expert_count", range), count > 0 else { return nil }
    return Experts(
      count: count,
      top: try fields.required("expert_used_count", 1...count),
      innerWidth: try fields.required("expert_feed_forward_length", Limits.innerWidth)
    )
  }
}

/// Reads what layers of a Gemma 4 file differ in.
private struct GGUFLayerReader {
  private static let windows = "attention.sliding_window_pattern"
  private static let ropeFactors = "rope_freqs.weight"

  private let fields: GGUFFields
  private let file: GGUFFile
  private let heads: Int
  private let limits = GemmaConfiguration.Limits.self

  init(_ fields: GGUFFields, _ file: GGUFFile, heads: Int) {
    self.fields = fields
    self.file = file
    self.heads = heads
  }

  func layers() throws -> [GemmaLayerConfiguration] {
    let count = try fields.required("block_count", limits.layers)
    let kinds = try localLayers(count)
    let window = try fields.required("attention.sliding_window", limits.window)
    let inner = try required("feed_forward_length", count, limits.innerWidth)
    let kept = try fields.integers("attention.head_count_kv", count: count, limits.heads)
    let global = try headWidth("")
    let local = try headWidth("_swa")
    let turned = try turnedPairs(global)
    let base = Float(try fields.number("rope.freq_base", 1...1e12) ?? 1e6)
    let localBase = Float(try fields.number("rope.freq_base_swa", 1...1e12) ?? 1e4)
    let shared = try fields.integer("attention.shared_kv_layers", 0...count) ?? 0
    return try kinds.enumerated().map { number, isLocal in
      let heads = kept?[number] ?? self.heads
      guard self.heads.isMultiple(of: heads) else {
        throw fields.problem("attention.head_count_kv", "must divide the \(self.heads) query heads")
      }
      let source = try source(of: number, own: count - shared, in: kinds)
      return GemmaLayerConfiguration(
        window: isLocal ? window : nil,
        ropeBase: isLocal ? localBase : base,
        ropeFactor: 1,
        headWidth: isLocal ? local : global,
        rotatedPairs: isLocal ? local / 2 : turned,
        keyValueHeads: heads,
        innerWidth: inner[number],
        keyValueSource: source,
        keysAreValues: source == nil && !file.has("blk.\(number).attn_v.weight")
      )
    }
  }

  private func required(_ key: String, _ count: Int, _ range: ClosedRange<Int>) throws -> [Int] {
    guard let numbers = try fields.integers(key, count: count, range) else {
      throw fields.problem(key, "is missing")
    }
    return numbers
  }

  private func localLayers(_ count: Int) throws -> [Bool] {
    guard let stated = try fields.booleans(Self.windows), stated.count == count else {
      throw fields.problem(Self.windows, "must say of each of \(count) layers if it has a window")
    }
    return stated
  }

  /// Of layers with a window by the ending `_swa`, of the others by none.
  private func headWidth(_ ending: String) throws -> Int {
    let width = try fields.required("attention.key_length\(ending)", limits.headWidth)
    let values = try fields.integer("attention.value_length\(ending)", limits.headWidth)
    guard width.isMultiple(of: 2), values ?? width == width else {
      throw fields.problem("attention.key_length\(ending)", "must be even and that of the values")
    }
    let range = 0...limits.headWidth.upperBound
    let turned = try fields.integer("rope.dimension_count\(ending)", range)
    guard turned ?? width == width else {
      throw fields.problem("rope.dimension_count\(ending)", "other than the keys' is not supported")
    }
    return width
  }

  private func turnedPairs(_ width: Int) throws -> Int {
    guard file.has(Self.ropeFactors) else { return width / 2 }
    let factors = try file.floats(Self.ropeFactors, [width / 2])
    let turned = factors.prefix { $0 == 1 }.count
    guard factors.dropFirst(turned).allSatisfy({ $0 >= 1e29 }) else {
      throw Diagnostic(
        "checkpoint/config",
        "`\(Self.ropeFactors)` scales frequencies, which has no graph here",
        at: .init(file: file.name)
      )
    }
    return turned
  }

  private func source(of number: Int, own: Int, in isLocal: [Bool]) throws -> Int? {
    guard number >= own else { return nil }
    guard let source = isLocal[..<own].lastIndex(of: isLocal[number]) else {
      throw fields.problem(
        "attention.shared_kv_layers",
        "leaves layer \(number) no layer of its kind to share with"
      )
    }
    return source
  }
}
