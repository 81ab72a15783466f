import Diagnostics

/// Reads what stands ahead of a GGUF file's tensors: version, metadata, descriptions.
struct GGUFHeaderReader {
  private static let magic: [UInt8] = Array("GGUF".utf8)

  private var cursor: GGUFCursor
  private(set) var version: UInt32 = 0
  private(set) var metadata: GGUFMetadata
  private(set) var tensors: [String: TensorDescription] = [:]

  init(_ file: CheckpointFile) throws {
    cursor = GGUFCursor(file)
    metadata = GGUFMetadata(file: file.name)
    try readVersion()
    let tensorCount = try cursor.count("tensor_count", atMost: GGUFLimits.tensors)
    let entryCount = try cursor.count("metadata_kv_count", atMost: GGUFLimits.entries)
    for _ in 0..<entryCount { try readEntry() }
    try readTensors(tensorCount)
  }

  private mutating func readVersion() throws {
    guard try cursor.bytes(4, "magic").elementsEqual(Self.magic) else {
      var problem = cursor.problem("magic", "magic", "is not `GGUF`", at: 0)
      problem.hint = "a checkpoint of Hugging Face is named by its folder"
      throw problem
    }
    version = try cursor.integer("version")
    guard version & 0xFFFF != 0 else {
      let message = "is written with the highest byte first, which is not read"
      throw cursor.problem("version", "version", message, at: 4)
    }
    guard 2...3 ~= version else {
      throw cursor.problem("version", "version", "is \(version), 2 and 3 are read", at: 4)
    }
  }

  private mutating func readEntry() throws {
    let start = cursor.position
    let key = try cursor.text("key", atMost: GGUFLimits.keyBytes)
    guard !key.isEmpty else { throw cursor.problem("metadata", "key", "is empty", at: start) }
    let type = try readType(key)
    let value = try readValue(type, key, depth: GGUFLimits.depth)
    guard metadata.add(key, value, at: start) else {
      throw cursor.problem("metadata", key, "stands twice", at: start)
    }
  }

  private mutating func readType(_ key: String) throws -> GGUFValueType {
    let start = cursor.position
    let number: UInt32 = try cursor.integer(key)
    guard let type = GGUFValueType(rawValue: number) else {
      throw cursor.problem("metadata", key, "has the unknown type \(number)", at: start)
    }
    return type
  }

  private mutating func readValue(
    _ type: GGUFValueType,
    _ key: String,
    depth: Int
  ) throws -> GGUFValue {
    switch type {
    case .uint8: .integer(Int(try cursor.integer(key, as: UInt8.self)))
    case .int8: .integer(Int(try cursor.integer(key, as: Int8.self)))
    case .uint16: .integer(Int(try cursor.integer(key, as: UInt16.self)))
    case .int16: .integer(Int(try cursor.integer(key, as: Int16.self)))
    case .uint32: .integer(Int(try cursor.integer(key, as: UInt32.self)))
    case .int32: .integer(Int(try cursor.integer(key, as: Int32.self)))
    case .int64: .integer(Int(try cursor.integer(key, as: Int64.self)))
    case .uint64: try readUInt64(key)
    case .float32: .number(Double(Float(bitPattern: try cursor.integer(key))))
    case .float64: .number(Double(bitPattern: try cursor.integer(key)))
    case .boolean: .boolean(try readBoolean(key))
    case .string: .string(try cursor.text(key, atMost: GGUFLimits.stringBytes))
    case .array: .array(try readArray(key, depth: depth))
    }
  }

  private mutating func readUInt64(_ key: String) throws -> GGUFValue {
    let value: UInt64 = try cursor.integer(key)
    return Int(exactly: value).map { .integer($0) } ?? .large(value)
  }

  private mutating func readBoolean(_ key: String) throws -> Bool {
    let start = cursor.position
    let byte: UInt8 = try cursor.integer(key)
    guard byte < 2 else {
      throw cursor.problem("metadata", key, "is \(byte) where 0 or 1 is expected", at: start)
    }
    return byte == 1
  }

  private mutating func readArray(_ key: String, depth: Int) throws -> GGUFArray {
    let start = cursor.position
    guard depth > 0 else {
      throw cursor.problem("too-large", key, "is nested too deeply", at: start)
    }
    let type = try readType(key)
    // Each element takes a byte at least, so the bound on all bytes bounds what is allocated.
    let count = try cursor.count(key, atMost: GGUFLimits.headerBytes)
    if let size = type.size {
      let bytes = Array(try cursor.bytes(count * size, key))
      guard type != .boolean || bytes.allSatisfy({ $0 < 2 }) else {
        throw cursor.problem("metadata", key, "holds other than 0 and 1", at: start)
      }
      return .numbers(GGUFNumbers(type: type, bytes: bytes))
    }
    guard type == .array else { return .strings(try readStrings(count, key)) }
    var arrays: [GGUFArray] = []
    for _ in 0..<count { arrays.append(try readArray(key, depth: depth - 1)) }
    return .arrays(arrays)
  }

  private mutating func readStrings(_ count: Int, _ key: String) throws -> GGUFStrings {
    var strings = GGUFStrings()
    for _ in 0..<count {
      strings.append(try cursor.string(key, atMost: GGUFLimits.stringBytes))
    }
    return strings
  }
}

extension GGUFHeaderReader {
  private struct Entry {
    let name: String
    let type: TensorType
    let shape: [Int]
    let offset: Int
    let size: Int
    /// Of the description itself.
    let place: Int
  }

  private mutating func readTensors(_ count: Int) throws {
    let alignment = try metadata.integer("general.alignment", 8...GGUFLimits.alignment) ?? 32
    guard alignment.nonzeroBitCount == 1 else {
      throw metadata.problem("general.alignment", "must be a power of two")
    }
    var entries: [Entry] = []
    for _ in 0..<count { entries.append(try readTensor(alignment)) }
    let size = cursor.file.size
    let data = (cursor.position + alignment - 1) / alignment * alignment
    for entry in entries {
      guard entry.offset <= size - data, entry.size <= size - data - entry.offset else {
        let message = "does not lie within the \(size) bytes of the file"
        throw cursor.problem("layout", entry.name, message, at: entry.place)
      }
      let bytes = data + entry.offset..<data + entry.offset + entry.size
      let tensor = TensorDescription(
        name: entry.name,
        type: entry.type,
        shape: entry.shape,
        bytes: bytes
      )
      guard tensors.updateValue(tensor, forKey: entry.name) == nil else {
        throw cursor.problem("tensor", entry.name, "stands twice", at: entry.place)
      }
    }
    try checkOverlap()
  }

  private mutating func readTensor(_ alignment: Int) throws -> Entry {
    let place = cursor.position
    let name = try cursor.text("name of a tensor", atMost: GGUFLimits.tensorNameBytes)
    let shape = try readShape(of: name, at: place)
    let number: UInt32 = try cursor.integer(name)
    guard let type = TensorType(gguf: number) else {
      throw Diagnostic(
        "gguf/type",
        "`\(name)` is of the type \(Self.unreadType(number)), which is not read",
        at: .init(file: cursor.file.name, byteOffset: place),
        hint: "docs/models.md lists the types; Q8_0, Q4_0, Q4_K and Q6_K are among them"
      )
    }
    guard let size = type.byteCount(of: shape) else {
      let message = "has the shape \(shape), which is none of \(type.rawValue)"
      throw cursor.problem("tensor", name, message, at: place)
    }
    let offset = try cursor.count(name, atMost: Int.max)
    guard offset.isMultiple(of: alignment) else {
      throw cursor.problem("layout", name, "is not aligned to \(alignment) bytes", at: place)
    }
    return Entry(
      name: name,
      type: type,
      shape: shape,
      offset: offset,
      size: size,
      place: place
    )
  }

  /// The sizes, which the file lists from the innermost outwards.
  private mutating func readShape(of name: String, at place: Int) throws -> [Int] {
    let rank: UInt32 = try cursor.integer(name)
    guard 1...GGUFLimits.rank ~= Int(rank) else {
      throw cursor.problem("tensor", name, "has \(rank) dimensions", at: place)
    }
    var shape: [Int] = []
    for _ in 0..<rank { shape.insert(try cursor.count(name, atMost: Int.max), at: 0) }
    return shape
  }

  private func checkOverlap() throws {
    let byPlace = tensors.values.filter { !$0.bytes.isEmpty }
      .sorted { $0.bytes.lowerBound < $1.bytes.lowerBound }
    for (before, tensor) in zip(byPlace, byPlace.dropFirst())
    where tensor.bytes.lowerBound < before.bytes.upperBound {
      let message = "overlaps with `\(before.name)`"
      throw cursor.problem("layout", tensor.name, message, at: tensor.bytes.lowerBound)
    }
  }

  /// What ggml calls the types that are left out here, so that a message is understood.
  private static func unreadType(_ number: UInt32) -> String {
    let names: [UInt32: String] = [
      9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS",
      19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS", 24: "I8", 25: "I16",
      26: "I32", 27: "I64", 28: "F64", 29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
    ]
    return names[number] ?? "\(number)"
  }
}
