/// Numbers or booleans of one type.
package struct GGUFNumbers: Sendable, Hashable {
  package let type: GGUFValueType
  let bytes: [UInt8]

  package var count: Int { bytes.count / (type.size ?? 1) }

  /// All of them as whole numbers, nil where one is none or does not fit.
  package func integers<Number: FixedWidthInteger>(as _: Number.Type) -> [Number]? {
    switch type {
    case .uint8: load(UInt8.self) { Number(exactly: $0) }
    case .int8: load(Int8.self) { Number(exactly: $0) }
    case .uint16: load(UInt16.self) { Number(exactly: UInt16(littleEndian: $0)) }
    case .int16: load(Int16.self) { Number(exactly: Int16(littleEndian: $0)) }
    case .uint32: load(UInt32.self) { Number(exactly: UInt32(littleEndian: $0)) }
    case .int32: load(Int32.self) { Number(exactly: Int32(littleEndian: $0)) }
    case .uint64: load(UInt64.self) { Number(exactly: UInt64(littleEndian: $0)) }
    case .int64: load(Int64.self) { Number(exactly: Int64(littleEndian: $0)) }
    case .float32, .float64, .boolean, .string, .array: nil
    }
  }

  /// All of them as floats, nil where they are of another type.
  func floats() -> [Float]? {
    switch type {
    case .float32:
      load(UInt32.self) { Float(bitPattern: UInt32(littleEndian: $0)) }
    case .float64:
      load(UInt64.self) { Float(Double(bitPattern: UInt64(littleEndian: $0))) }
    default: nil
    }
  }

  /// All of them as truths, nil where they are of another type.
  func booleans() -> [Bool]? {
    type == .boolean ? bytes.map { $0 != 0 } : nil
  }

  private func load<Stored, Value>(
    _: Stored.Type,
    _ convert: (Stored) -> Value?
  ) -> [Value]? where Stored: BitwiseCopyable {
    var values: [Value] = []
    values.reserveCapacity(count)
    for index in 0..<count {
      let offset = index * MemoryLayout<Stored>.size
      let stored = bytes.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: offset, as: Stored.self)
      }
      guard let value = convert(stored) else { return nil }
      values.append(value)
    }
    return values
  }
}
