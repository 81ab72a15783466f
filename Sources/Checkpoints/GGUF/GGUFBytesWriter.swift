/// Puts values one behind the other as GGUF has them.
struct GGUFBytesWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ part: some Collection<UInt8>) { bytes.append(contentsOf: part) }

  mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ text: String) { appendString(text.utf8) }

  mutating func append(_ field: GGUFPlan.Field) {
    switch field {
    case .uint32(let value):
      append(GGUFValueType.uint32)
      append(value)
    case .float32(let value):
      append(GGUFValueType.float32)
      append(value.bitPattern)
    case .boolean(let value):
      append(GGUFValueType.boolean)
      append(UInt8(value ? 1 : 0))
    case .string(let value):
      append(GGUFValueType.string)
      append(value)
    case .strings(let values):
      appendArray(.string, values.count)
      for value in values { appendString(value) }
    case .floats(let values):
      appendArray(.float32, values.count)
      for value in values { append(value.bitPattern) }
    case .int32s(let values):
      appendArray(.int32, values.count)
      for value in values { append(value) }
    case .booleans(let values):
      appendArray(.boolean, values.count)
      for value in values { append(UInt8(value ? 1 : 0)) }
    }
  }

  mutating func fill(to alignment: Int) {
    while !bytes.count.isMultiple(of: alignment) { bytes.append(0) }
  }

  private mutating func append(_ type: GGUFValueType) { append(type.rawValue) }

  private mutating func appendArray(_ type: GGUFValueType, _ count: Int) {
    append(GGUFValueType.array)
    append(type)
    append(UInt64(count))
  }

  private mutating func appendString(_ text: some Collection<UInt8>) {
    append(UInt64(text.count))
    append(text)
  }
}
