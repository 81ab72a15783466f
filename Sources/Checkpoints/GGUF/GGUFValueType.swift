/// How a value of the metadata is written, by the number that says so.
package enum GGUFValueType: UInt32, Sendable, Hashable {
  case uint8
  case int8
  case uint16
  case int16
  case uint32
  case int32
  case float32
  case boolean
  case string
  case array
  case uint64
  case int64
  case float64

  /// Bytes of a value, nil where they differ from one to the next.
  var size: Int? {
    switch self {
    case .uint8, .int8, .boolean: 1
    case .uint16, .int16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    case .string, .array: nil
    }
  }
}
