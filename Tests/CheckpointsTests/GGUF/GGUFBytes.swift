import Checkpoints

/// Writes GGUF files by hand, right ones and wrong ones.
struct GGUFBytes {
  var magic = "GGUF"
  var version: UInt32 = 3
  var entries: [[UInt8]] = []
  var tensors: [[UInt8]] = []
  var data: [UInt8] = []
  var alignment = 32
  /// Instead of the right numbers.
  var tensorCount: UInt64?
  var entryCount: UInt64?

  static func little(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  static func string(_ text: String) -> [UInt8] {
    little(UInt64(text.utf8.count)) + Array(text.utf8)
  }

  mutating func add(_ key: String, type: UInt32, _ value: [UInt8]) {
    entries.append(Self.string(key) + Self.little(type) + value)
  }

  mutating func add(_ key: String, _ text: String) { add(key, type: 8, Self.string(text)) }

  mutating func add(_ key: String, array type: UInt32, count: UInt64, _ bytes: [UInt8]) {
    add(key, type: 9, Self.little(type) + Self.little(count) + bytes)
  }

  /// `shape` is as ggml orders it, the row's length first.
  mutating func tensor(_ name: String, _ shape: [UInt64], type: UInt32, at offset: UInt64) {
    tensors.append(
      Self.string(name) + Self.little(UInt32(shape.count)) + shape.flatMap { Self.little($0) }
        + Self.little(type) + Self.little(offset)
    )
  }

  var file: [UInt8] {
    var bytes = Array(magic.utf8) + Self.little(version)
    bytes += Self.little(tensorCount ?? UInt64(tensors.count))
    bytes += Self.little(entryCount ?? UInt64(entries.count))
    for part in entries + tensors { bytes += part }
    bytes += [UInt8](repeating: 0, count: (alignment - bytes.count % alignment) % alignment)
    return bytes + data
  }

  func open() throws -> GGUFFile {
    try GGUFFile(try CheckpointFile(name: "m.gguf", bytes: file, maximum: 1 << 20))
  }

  /// One of each kind of value, three tensors.
  static var sample: GGUFBytes {
    var bytes = GGUFBytes()
    bytes.add("general.architecture", "gemma2")
    bytes.add("u8", type: 0, [200])
    bytes.add("i8", type: 1, [200])
    bytes.add("u16", type: 2, little(UInt16(60_000)))
    bytes.add("i16", type: 3, little(Int16(-2)))
    bytes.add("u32", type: 4, little(UInt32(4_000_000_000)))
    bytes.add("i32", type: 5, little(Int32(-3)))
    bytes.add("f32", type: 6, little(Float(0.5).bitPattern))
    bytes.add("yes", type: 7, [1])
    bytes.add("u64", type: 10, little(UInt64.max))
    bytes.add("i64", type: 11, little(Int64.min))
    bytes.add("f64", type: 12, little(Double(1e-6).bitPattern))
    bytes.add("words", array: 8, count: 3, string("silver") + string("") + string("kettle"))
    bytes.add("kinds", array: 5, count: 2, little(Int32(1)) + little(Int32(6)))
    bytes.add("scores", array: 6, count: 1, little(Float(-7).bitPattern))
    bytes.add("flags", array: 7, count: 2, [0, 1])
    bytes.add("nested", array: 9, count: 1, little(UInt32(0)) + little(UInt64(2)) + [4, 5])
    bytes.tensor("norm", [4], type: 0, at: 0)
    bytes.tensor("matrix", [2, 3], type: 1, at: 32)
    bytes.tensor("blocks", [32, 2], type: 8, at: 64)
    bytes.data = [1, -2, 0.5, 4].flatMap { little(Float($0).bitPattern) }
    bytes.data += [UInt8](repeating: 0, count: 16)
    bytes.data += (1...6).flatMap { little(Float16($0).bitPattern) }
    bytes.data += [UInt8](repeating: 0, count: 20)
    for row in 1...2 {
      bytes.data += little(Float16(row).bitPattern) + (0..<32).map { UInt8($0) }
    }
    return bytes
  }
}
