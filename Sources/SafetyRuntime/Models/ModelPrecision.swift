import GemmaInference

/// In what a model's weights are kept while it runs.
package enum ModelPrecision: String, Sendable, CaseIterable {
  /// As they are stored: floats stay what they are, blocks are multiplied with bytes.
  case stored
  /// 32-bit floats, whatever is stored.
  case float32
  /// Eight bits, quantised while loading.
  case q8
  /// Four bits, quantised while loading.
  case q4

  var precision: GemmaPrecision {
    switch self {
    case .stored: .stored
    case .float32: .float32
    case .q8: .q8
    case .q4: .q4
    }
  }
}
