import Diagnostics

/// One safetensors file whose header is checked and whose tensors are read when asked for.
package struct SafetensorsFile {
  private let file: CheckpointFile
  private let header: SafetensorsHeader

  /// Reads the header alone.
  ///
  /// - Throws: A `safetensors/…`, `json/…` or `checkpoint/…` diagnostic.
  package init(_ file: CheckpointFile) throws {
    self.file = file
    header = try SafetensorsHeader(reading: file)
  }

  /// For errors.
  package var name: String { file.name }

  /// Sorted.
  package var tensorNames: [String] { header.tensors.keys.sorted() }

  /// What the file holds under a name.
  package func tensor(_ name: String) -> TensorDescription? { header.tensors[name] }

  /// Reads a tensor of 16, 32 or 64-bit floats as 32-bit ones.
  ///
  /// - Throws: `safetensors/type`, `safetensors/not-finite`, or that the file cannot be read.
  package func floats(_ tensor: TensorDescription) throws -> [Float] {
    guard let convert = Self.converter(from: tensor.type) else {
      throw problem("type", tensor, "holds \(tensor.type.rawValue) where floats are expected")
    }
    let values = try [Float](unsafeUninitializedCapacity: tensor.elementCount) { values, count in
      try file.forEachPiece(of: tensor.bytes) { piece in
        let elements = piece.count / tensor.type.size
        convert(piece, UnsafeMutableBufferPointer(rebasing: values[count..<count + elements]))
        count += elements
      }
    }
    guard Self.isFinite(values) else {
      throw problem("not-finite", tensor, "holds a value that is infinite or not a number")
    }
    return values
  }

  /// Reads a tensor of signed bytes.
  ///
  /// - Throws: `safetensors/type`, or that the file cannot be read.
  package func int8s(_ tensor: TensorDescription) throws -> [Int8] {
    guard tensor.type == .int8 else {
      throw problem("type", tensor, "holds \(tensor.type.rawValue) where I8 is expected")
    }
    return try [Int8](unsafeUninitializedCapacity: tensor.elementCount) { values, count in
      try file.read(
        at: tensor.bytes.lowerBound,
        into: UnsafeMutableRawBufferPointer(
          UnsafeMutableBufferPointer(rebasing: values[..<tensor.elementCount])
        )
      )
      count = tensor.elementCount
    }
  }

  private typealias Converter = (UnsafeRawBufferPointer, UnsafeMutableBufferPointer<Float>) -> Void

  private static func converter(from type: TensorType) -> Converter? {
    switch type {
    case .float32:
      { raw, values in UnsafeMutableRawBufferPointer(values).copyMemory(from: raw) }
    case .float16:
      { raw, values in
        for index in values.indices {
          values[index] = Float(Float16(bitPattern: unit(raw, index)))
        }
      }
    case .bfloat16:
      { raw, values in
        for index in values.indices {
          values[index] = Float(bitPattern: UInt32(unit(raw, index)) << 16)
        }
      }
    case .float64:
      { raw, values in
        for index in values.indices {
          values[index] = Float(raw.loadUnaligned(fromByteOffset: index * 8, as: Double.self))
        }
      }
    default: nil
    }
  }

  private static func unit(_ raw: UnsafeRawBufferPointer, _ index: Int) -> UInt16 {
    raw.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
  }

  /// One exponent of ones makes the whole sum of zeros and infinities not a number.
  private static func isFinite(_ values: [Float]) -> Bool {
    values.withUnsafeBufferPointer { buffer in
      var sum: Float = 0
      for value in buffer { sum += value * 0 }
      return sum == 0
    }
  }

  private func problem(
    _ code: String,
    _ tensor: TensorDescription,
    _ message: String
  ) -> Diagnostic {
    Diagnostic(
      Diagnostic.Code(rawValue: "safetensors/\(code)"),
      "`\(tensor.name)` \(message)",
      at: .init(file: file.name, byteOffset: tensor.bytes.lowerBound)
    )
  }
}
