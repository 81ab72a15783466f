/// How the elements of a stored tensor are written, one by one or in blocks with scales.
///
/// The raw values are the names that the formats' own tools print.
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
  case q4_0 = "Q4_0"
  case q4_1 = "Q4_1"
  case q5_0 = "Q5_0"
  case q5_1 = "Q5_1"
  case q8_0 = "Q8_0"
  case q4_K = "Q4_K"
  case q5_K = "Q5_K"
  case q6_K = "Q6_K"

  /// Elements that are written together; a row holds whole blocks.
  package var blockLength: Int {
    switch self {
    case .q4_0, .q4_1, .q5_0, .q5_1, .q8_0: 32
    case .q4_K, .q5_K, .q6_K: 256
    default: 1
    }
  }

  /// Bytes of one block.
  package var blockSize: Int {
    switch self {
    case .boolean, .uint8, .int8, .float8e4m3, .float8e5m2: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    case .q4_0: 18
    case .q4_1: 20
    case .q5_0: 22
    case .q5_1: 24
    case .q8_0: 34
    case .q4_K: 144
    case .q5_K: 176
    case .q6_K: 210
    }
  }

  /// Bytes of a tensor, nil where its rows are no whole blocks or a product fits no integer.
  ///
  /// The number of rows and the bytes of one are products too, and are not to overflow either.
  package func byteCount(of shape: [Int]) -> Int? {
    let length = shape.last ?? 1
    guard length.isMultiple(of: blockLength),
      let row = Self.product([length / blockLength, blockSize]),
      let rows = Self.product(shape.dropLast())
    else { return nil }
    return Self.product([rows, row])
  }

  private static func product(_ factors: some Sequence<Int>) -> Int? {
    var product = 1
    for factor in factors {
      let (value, overflow) = product.multipliedReportingOverflow(by: factor)
      guard !overflow else { return nil }
      product = value
    }
    return product
  }
}

extension TensorType {
  /// What safetensors may hold, by its name there.
  init?(safetensors name: String) {
    guard let type = TensorType(rawValue: name), type.blockLength == 1 else { return nil }
    self = type
  }

  /// What is read of GGUF, by its number there.
  init?(gguf number: UInt32) {
    guard let type = Self.allCases.first(where: { $0.ggufNumber == number }) else { return nil }
    self = type
  }

  /// Its number in GGUF, nil where that is never read or written.
  package var ggufNumber: UInt32? {
    switch self {
    case .float32: 0
    case .float16: 1
    case .q4_0: 2
    case .q4_1: 3
    case .q5_0: 6
    case .q5_1: 7
    case .q8_0: 8
    case .q4_K: 12
    case .q5_K: 13
    case .q6_K: 14
    case .bfloat16: 30
    default: nil
    }
  }
}
