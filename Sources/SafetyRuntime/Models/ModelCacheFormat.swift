import TensorCompute

/// In what numbers a model keeps the keys and values of what it has read.
package enum ModelCacheFormat: String, Sendable, CaseIterable {
  /// As they were computed.
  case float32
  /// Half the memory.
  case bfloat16
  /// A quarter of the memory: bytes, each position of a head with a step of its own.
  case int8

  var format: AttentionCache.Format {
    switch self {
    case .float32: .float32
    case .bfloat16: .bfloat16
    case .int8: .int8
    }
  }
}
