/// A list in the metadata, kept as the file has it: a vocabulary has hundreds of thousands of entries.
package enum GGUFArray: Sendable, Hashable {
  case numbers(GGUFNumbers)
  case strings(GGUFStrings)
  case arrays([GGUFArray])

  package var count: Int {
    switch self {
    case .numbers(let numbers): numbers.count
    case .strings(let strings): strings.count
    case .arrays(let arrays): arrays.count
    }
  }
}

/// Strings one behind the other, which need not be UTF-8.
package struct GGUFStrings: Sendable, Hashable, RandomAccessCollection {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  package init() {}

  package var startIndex: Int { 0 }
  package var endIndex: Int { ends.count }

  package subscript(index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  package mutating func append(_ string: some Collection<UInt8>) {
    bytes.append(contentsOf: string)
    ends.append(bytes.count)
  }
}

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
