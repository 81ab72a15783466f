import Diagnostics
import StrictJSON

/// Reads what layers of one model differ in: windows, rotary bases, factors, heads.
struct GemmaLayerReader {
  private static let full = "full_attention"
  private static let sliding = "sliding_attention"

  private let fields: JSONFields
  private let family: GemmaFamily
  private let defaults: GemmaDefaults
  private let heads: Int
  private let headWidth: Int
  private let innerWidth: Int

  init(
    _ fields: JSONFields,
    _ family: GemmaFamily,
    _ defaults: GemmaDefaults,
    heads: Int,
    headWidth: Int,
    innerWidth: Int
  ) {
    self.fields = fields
    self.family = family
    self.defaults = defaults
    self.heads = heads
    self.headWidth = headWidth
    self.innerWidth = innerWidth
  }

  func layers() throws -> [GemmaLayerConfiguration] {
    let limits = GemmaConfiguration.Limits.self
    let count = try fields.integer("num_hidden_layers", limits.layers) ?? defaults.layers
    let window = try window()
    let isLocal = try localLayers(count)
    if isLocal.contains(true), window == nil {
      throw fields.problem("sliding_window", "is missing, and layers ask for it")
    }
    let global = try rope(local: false)
    let local = try rope(local: true)
    let heads = try GemmaHeadReader(fields, family, defaults, heads: heads, headWidth: headWidth)
    let sources = try keyValueSources(isLocal)
    let isWide = try family == .gemma4 && fields.boolean("use_double_wide_mlp") ?? false
    return try isLocal.enumerated().map { number, isLocal in
      let shape = try heads.shape(of: number, isLocal: isLocal)
      let rope = isLocal ? local : global
      return GemmaLayerConfiguration(
        window: isLocal ? window : nil,
        ropeBase: rope.base,
        ropeFactor: rope.factor,
        headWidth: shape.width,
        rotatedPairs: Int(rope.share * Double(shape.width) / 2),
        keyValueHeads: shape.keyValueHeads,
        innerWidth: isWide && sources[number] != nil ? 2 * innerWidth : innerWidth,
        keyValueSource: sources[number],
        keysAreValues: heads.keysAreValues && !isLocal
      )
    }
  }

  private func window() throws -> Int? {
    let range = GemmaConfiguration.Limits.window
    for key in ["sliding_window", "sliding_window_size"] where fields.keys.contains(key) {
      return try fields.integer(key, range)
    }
    return defaults.window
  }

  private func localLayers(_ count: Int) throws -> [Bool] {
    guard let standard = family.globalEvery else { return Array(repeating: false, count: count) }
    if var types = try fields.strings("layer_types") {
      guard types.count == count else {
        throw fields.problem("layer_types", "names \(types.count) layers, the model has \(count)")
      }
      // As transformers has it, whatever the file says.
      if family == .gemma4 { types[count - 1] = Self.full }
      return try types.map { type in
        switch type {
        case Self.sliding: return true
        case Self.full: return false
        default: throw fields.problem("layer_types", "names the unknown type `\(type)`")
        }
      }
    }
    let limits = GemmaConfiguration.Limits.layers
    let every =
      try fields.integer("sliding_window_pattern", limits)
      ?? fields.integer("_sliding_window_pattern", limits) ?? standard
    let isLocal = (1...count).map { !$0.isMultiple(of: every) }
    return family == .gemma4 ? isLocal.dropLast() + [false] : isLocal
  }

  /// The last layers of Gemma 4 may read the keys and values of the last layer before them that is of
  /// their kind.
  private func keyValueSources(_ isLocal: [Bool]) throws -> [Int?] {
    let none = [Int?](repeating: nil, count: isLocal.count)
    guard family == .gemma4 else { return none }
    let key = "num_kv_shared_layers"
    let shared = try fields.integer(key, 0...isLocal.count) ?? 0
    let own = isLocal.count - shared
    return try none.indices.map { number in
      guard number >= own else { return nil }
      guard let source = isLocal[..<own].lastIndex(of: isLocal[number]) else {
        throw fields.problem(key, "leaves layer \(number) no layer of its kind to share with")
      }
      return source
    }
  }

  /// Gemma 3 and 4 have bases and factors of their own for layers with a window; the others one pair.
  private func rope(local: Bool) throws -> GemmaRope {
    let separates = family.separatesRotaryBases
    let parameters = try fields.object("rope_parameters")
    let nested = try parameters?.object(local ? Self.sliding : Self.full)
    let isNested = parameters.map { $0.value(Self.full) != nil || $0.value(Self.sliding) != nil }
    let flat = isNested == false ? parameters : nil
    let own = separates && local ? nested : nested ?? flat
    let scaling = try fields.object("rope_scaling")
    let read = try own.map { try GemmaRope($0, family) }
    let outer = separates && local ? nil : try scaling.map { try GemmaRope($0, family) }
    var rope = read ?? GemmaRope()
    if read?.isScaled != true, let outer { rope = outer }
    if read == nil, outer == nil, family == .gemma4, !local { rope.share = 0.25 }
    let base =
      try own.flatMap { try $0.number("rope_theta", 1...1e12) } ?? topLevelBase(local: local)
    rope.base = Float(base)
    return rope
  }

  private func topLevelBase(local: Bool) throws -> Double {
    if family.separatesRotaryBases, local {
      return try fields.number("rope_local_base_freq", 1...1e12) ?? 1e4
    }
    return try fields.number("rope_theta", 1...1e12) ?? defaults.ropeBase
  }
}

/// Rotary embedding of some layers.
private struct GemmaRope {
  var base: Float = 1e4
  var factor: Float = 1
  /// Of the pairs of a head, those that are turned.
  var share = 1.0
  /// Whether a kind that scales was named.
  var isScaled = false

  init() {}

  /// Reads what scales the frequencies; every kind but the default, linear and Gemma 4's is refused.
  init(_ rope: JSONFields, _ family: GemmaFamily) throws {
    let part = try rope.number("partial_rotary_factor", 0...1)
    let factor = try rope.number("factor", 1e-3...1e6)
    let type = try rope.string("rope_type") ?? rope.string("type")
    let isProportional = family == .gemma4 && type == "proportional"
    if let part, part != 1, !isProportional {
      throw rope.problem("partial_rotary_factor", "other than 1 is not supported")
    }
    switch type {
    case "linear": self.factor = Float(try rope.required("factor", factor))
    case "proportional" where isProportional:
      self.factor = Float(factor ?? 1)
      share = part ?? 1
    case "default": return
    case nil:
      guard let factor else { return }
      self.factor = Float(factor)
    case let type?: throw rope.problem("rope_type", "`\(type)` is not supported")
    }
    isScaled = true
  }
}

/// Reads the widths of heads and how many of them keep keys and values, which differ in Gemma 4.
private struct GemmaHeadReader {
  private let fields: JSONFields
  private let heads: Int
  private let local: (width: Int, keyValueHeads: Int)
  private let global: (width: Int, keyValueHeads: Int)
  private let perLayer: JSONFields?
  let keysAreValues: Bool

  init(
    _ fields: JSONFields,
    _ family: GemmaFamily,
    _ defaults: GemmaDefaults,
    heads: Int,
    headWidth: Int
  ) throws {
    let limits = GemmaConfiguration.Limits.self
    self.fields = fields
    self.heads = heads
    let kept = try fields.integer("num_key_value_heads", limits.heads) ?? defaults.keyValueHeads
    local = (headWidth, kept)
    guard family == .gemma4 else {
      (global, perLayer, keysAreValues) = (local, nil, false)
      return
    }
    keysAreValues = try fields.boolean("attention_k_eq_v") ?? false
    let few = keysAreValues ? try fields.integer("num_global_key_value_heads", limits.heads) : nil
    global = (try fields.integer("global_head_dim", limits.headWidth) ?? 512, few ?? kept)
    perLayer = try fields.object("per_layer_config")
  }

  /// What the layer's own entry says, else what its kind has.
  func shape(of layer: Int, isLocal: Bool) throws -> (width: Int, keyValueHeads: Int) {
    let limits = GemmaConfiguration.Limits.self
    // Where layers are listed, those that are not have the model's own numbers.
    var shape = isLocal || perLayer != nil ? local : global
    if let own = try perLayer?.object(String(layer)) {
      shape.width = try own.integer("head_dim", limits.headWidth) ?? shape.width
      let kept = try own.integer("num_key_value_heads", limits.heads)
      shape.keyValueHeads = kept ?? shape.keyValueHeads
      for key in own.keys where !["head_dim", "num_key_value_heads"].contains(key) {
        throw own.problem(key, "is not known here and may change what the model computes")
      }
    }
    guard shape.width.isMultiple(of: 2) else { throw fields.problem("head_dim", "must be even") }
    guard heads.isMultiple(of: shape.keyValueHeads) else {
      throw fields.problem("num_key_value_heads", "must divide the \(heads) query heads")
    }
    return shape
  }
}
