import Diagnostics
import StrictJSON

/// Reads what layers of one model differ in: windows, rotary bases, factors.
struct GemmaLayerReader {
  private static let full = "full_attention"
  private static let sliding = "sliding_attention"

  private let fields: JSONFields
  private let family: GemmaFamily
  private let defaults: GemmaDefaults
  private let heads: Int
  private let headWidth: Int

  init(
    _ fields: JSONFields,
    _ family: GemmaFamily,
    _ defaults: GemmaDefaults,
    heads: Int,
    headWidth: Int
  ) {
    self.fields = fields
    self.family = family
    self.defaults = defaults
    self.heads = heads
    self.headWidth = headWidth
  }

  func layers() throws -> [GemmaLayerConfiguration] {
    let limits = GemmaConfiguration.Limits.self
    let count = try fields.integer("num_hidden_layers", limits.layers) ?? defaults.layers
    let keyValueHeads =
      try fields.integer("num_key_value_heads", limits.heads) ?? defaults.keyValueHeads
    guard heads.isMultiple(of: keyValueHeads) else {
      throw fields.problem("num_key_value_heads", "must divide the \(heads) query heads")
    }
    let window = try window()
    let isLocal = try localLayers(count)
    if isLocal.contains(true), window == nil {
      throw fields.problem("sliding_window", "is missing, and layers ask for it")
    }
    let global = try rope(local: false)
    let local = try rope(local: true)
    return isLocal.map { isLocal in
      GemmaLayerConfiguration(
        window: isLocal ? window : nil,
        ropeBase: isLocal ? local.base : global.base,
        ropeFactor: isLocal ? local.factor : global.factor,
        headWidth: headWidth,
        keyValueHeads: keyValueHeads
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
    if let types = try fields.strings("layer_types") {
      guard types.count == count else {
        throw fields.problem("layer_types", "names \(types.count) layers, the model has \(count)")
      }
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
    return (1...count).map { !$0.isMultiple(of: every) }
  }

  /// Gemma 3 has bases and factors of its own for layers with a window; the others have one pair.
  private func rope(local: Bool) throws -> (base: Float, factor: Float) {
    let separates = family == .gemma3
    let parameters = try fields.object("rope_parameters")
    let nested = try parameters?.object(local ? Self.sliding : Self.full)
    let isNested = parameters.map { $0.value(Self.full) != nil || $0.value(Self.sliding) != nil }
    let flat = isNested == false ? parameters : nil
    let own = separates && local ? nested : nested ?? flat
    let scaling = try fields.object("rope_scaling")
    let factor =
      try own.flatMap(factor) ?? (separates && local ? nil : scaling.flatMap(factor)) ?? 1
    let base =
      try own.flatMap { try $0.number("rope_theta", 1...1e12) } ?? topLevelBase(local: local)
    return (Float(base), Float(factor))
  }

  private func topLevelBase(local: Bool) throws -> Double {
    if family == .gemma3, local {
      return try fields.number("rope_local_base_freq", 1...1e12) ?? 1e4
    }
    return try fields.number("rope_theta", 1...1e12) ?? defaults.ropeBase
  }

  /// The factor of linear scaling; every other kind but the default is refused.
  private func factor(_ rope: JSONFields) throws -> Double? {
    if let part = try rope.number("partial_rotary_factor", 0...1), part != 1 {
      throw rope.problem("partial_rotary_factor", "other than 1 is not supported")
    }
    let factor = try rope.number("factor", 1e-3...1e6)
    switch try rope.string("rope_type") ?? rope.string("type") {
    case "linear": return try rope.required("factor", factor)
    case "default": return nil
    case nil: return factor
    case let type?: throw rope.problem("rope_type", "`\(type)` is not supported")
    }
  }
}
