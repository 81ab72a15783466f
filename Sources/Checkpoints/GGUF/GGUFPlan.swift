/// What a GGUF file will hold, in the order in which it is written.
package struct GGUFPlan: Sendable {
  /// A value of the metadata with the width that readers expect of it.
  package enum Field: Sendable {
    case uint32(UInt32)
    case float32(Float)
    case boolean(Bool)
    case string(String)
    case strings(GGUFStrings)
    case floats([Float])
    case int32s([Int32])
    case booleans([Bool])
  }

  /// A tensor and where its values come from.
  package struct Tensor: Sendable {
    package let name: String
    package let type: TensorType
    package let shape: [Int]
    /// Its name in the weights that are read.
    package let source: String
    /// Added to each value.
    package let addend: Float
    /// What each sum is multiplied with.
    package let factor: Float

    package init(
      _ name: String,
      _ type: TensorType,
      _ shape: [Int],
      from source: String,
      adding addend: Float = 0,
      times factor: Float = 1
    ) {
      self.name = name
      self.type = type
      self.shape = shape
      self.source = source
      self.addend = addend
      self.factor = factor
    }

    /// Nil where rows are no whole blocks.
    package var byteCount: Int? { type.byteCount(of: shape) }
  }

  /// What ggml aligns to where a file does not say.
  static let alignment = 32

  package private(set) var fields: [(key: String, value: Field)] = []
  package private(set) var tensors: [Tensor] = []

  package init() {}

  package mutating func add(_ key: String, _ value: Field) { fields.append((key, value)) }

  package mutating func add(_ tensor: Tensor) { tensors.append(tensor) }

  /// Bytes of the whole file.
  package var fileSize: Int {
    tensors.reduce(header().count) { $0 + Self.padded($1.byteCount ?? 0) }
  }

  static func padded(_ count: Int) -> Int { (count + alignment - 1) / alignment * alignment }

  /// All that stands ahead of the tensors, filled up to the alignment.
  func header() -> [UInt8] {
    var bytes = GGUFBytesWriter()
    bytes.append(Array("GGUF".utf8))
    bytes.append(UInt32(3))
    bytes.append(UInt64(tensors.count))
    bytes.append(UInt64(fields.count))
    for (key, value) in fields {
      bytes.append(key)
      bytes.append(value)
    }
    var offset = 0
    for tensor in tensors {
      bytes.append(tensor.name)
      bytes.append(UInt32(tensor.shape.count))
      for side in tensor.shape.reversed() { bytes.append(UInt64(side)) }
      bytes.append(tensor.type.ggufNumber ?? 0)
      bytes.append(UInt64(offset))
      offset += Self.padded(tensor.byteCount ?? 0)
    }
    bytes.fill(to: Self.alignment)
    return bytes.bytes
  }
}
