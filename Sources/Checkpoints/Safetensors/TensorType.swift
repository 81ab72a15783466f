/// How the elements of a stored tensor are written.
package enum TensorType: String, Sendable, Hashable, CaseIterable {
  case boolean = "BOOL"
  case uint8 = "U8"
  case int8 = "I8"
  case float8e4m3 = "F8_E4M3"
  case float8e5m2 = "F8_E5M2"
  case int16 = "I16"
  case uint16 = "U16"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case int32 = "I32"
  case uint32 = "U32"
  case float32 = "F32"
  case int64 = "I64"
  case uint64 = "U64"
  case float64 = "F64"

  /// Bytes of one element.
  package var size: Int {
    switch self {
    case .boolean, .uint8, .int8, .float8e4m3, .float8e5m2: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }
}
