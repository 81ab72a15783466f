import Checkpoints

/// How the matrices of an exported model are written.
package enum ExportFormat: String, Sendable, CaseIterable {
  case q8_0
  case q4_0
  case f16
  case bf16
  case f32

  /// Of the matrices within layers.
  var type: TensorType {
    switch self {
    case .q8_0: .q8_0
    case .q4_0: .q4_0
    case .f16: .float16
    case .bf16: .bfloat16
    case .f32: .float32
    }
  }

  /// Of the embedding and the output head, where 4 bits cost more than they save.
  var tableType: TensorType { self == .q4_0 ? .q8_0 : type }

  /// `general.file_type`, as llama.cpp numbers the mixtures.
  var fileType: UInt32 {
    switch self {
    case .f32: 0
    case .f16: 1
    case .q4_0: 2
    case .q8_0: 7
    case .bf16: 32
    }
  }
}
