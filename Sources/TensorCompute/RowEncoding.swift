import CInferenceKernels

/// How a row of weights stands in a file, bytes in little-endian order.
package enum RowEncoding: String, Sendable, CaseIterable {
  case float32
  case bfloat16
  case float16
  case q8_0
  case q4_0
  case q4_1
  case q4_K

  /// Inputs come in multiples of this.
  package var inputMultiple: Int {
    switch self {
    case .float32, .bfloat16, .float16: 1
    case .q8_0, .q4_0, .q4_1: 32
    case .q4_K: 256
    }
  }

  /// The bytes of a row.
  package func byteCount(inputs: Int) -> Int {
    InstructionSet.plain.kernels.row_size(number, inputs)
  }

  var number: Int32 {
    switch self {
    case .float32: Int32(GSK_F32)
    case .bfloat16: Int32(GSK_BF16)
    case .float16: Int32(GSK_F16)
    case .q8_0: Int32(GSK_Q8)
    case .q4_0: Int32(GSK_Q4)
    case .q4_1: Int32(GSK_Q4_MINIMUM)
    case .q4_K: Int32(GSK_Q4_K)
    }
  }
}
