import Checkpoints
import TensorCompute

/// In what the weights of products are kept, which decides how exact and how fast a model is.
package enum GemmaPrecision: String, Sendable, Hashable, CaseIterable {
  /// As they are stored: floats stay what they are, blocks are multiplied with bytes.
  case stored
  /// 32-bit floats, whatever is stored: the reference.
  case float32
  /// Signed bytes with a scale for each 32 (Q8_0), and activations in bytes.
  case q8
  /// Four bits with a scale for each 32 (Q4_0), and activations in bytes.
  case q4

  /// How a tensor is packed, and how its bytes are read for it; nil where it is read as floats.
  func packing(_ tensor: TensorDescription) -> (PackedMatrix.Format, RowEncoding?) {
    let encoding = RowEncoding(tensor.type)
    let isWhole = tensor.rowLength.isMultiple(of: 32)
    switch self {
    case .float32: return (.float32, encoding == .float32 ? .float32 : nil)
    case .q8 where isWhole: return (.q8, tensor.type == .q8_0 ? .q8_0 : nil)
    case .q4 where isWhole: return (.q4, tensor.type == .q4_0 ? .q4_0 : nil)
    default: return Self.asStored(tensor.type, encoding)
    }
  }

  private static func asStored(
    _ type: TensorType,
    _ encoding: RowEncoding?
  ) -> (PackedMatrix.Format, RowEncoding?) {
    switch type {
    case .bfloat16: (.bfloat16, encoding)
    case .float16: (.float16, encoding)
    case .q8_0: (.q8, encoding)
    case .q4_0: (.q4, encoding)
    case .q4_1, .q4_K: (.q4WithMinimum, encoding)
    // Five and six bits have no kernels of their own; eight hold them nearly exactly.
    case .q5_0, .q5_1, .q5_K, .q6_K: (.q8, nil)
    default: (.float32, encoding)
    }
  }
}

extension RowEncoding {
  /// How the bytes of a stored type are read, nil where they are read as floats.
  init?(_ type: TensorType) {
    switch type {
    case .float32: self = .float32
    case .bfloat16: self = .bfloat16
    case .float16: self = .float16
    case .q8_0: self = .q8_0
    case .q4_0: self = .q4_0
    case .q4_1: self = .q4_1
    case .q4_K: self = .q4_K
    default: return nil
    }
  }
}
