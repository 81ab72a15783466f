import Checkpoints
import Foundation

/// The files of a fixture in memory, and changes to their safetensors.
enum CheckpointBytes {
  static func read(_ name: String) throws -> [String: [UInt8]] {
    let folder = Fixture.folder.appending(path: name)
    var files: [String: [UInt8]] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where file.hasPrefix("model") || file.hasPrefix("config") {
      files[file] = Array(try Data(contentsOf: folder.appending(path: file)))
    }
    return files
  }

  /// Gives tensors other names; those without one are left out.
  static func renamed(_ bytes: [UInt8], _ rename: (String) -> String?) throws -> [UInt8] {
    let file = try open(bytes)
    return written(
      file.tensorNames.compactMap { name in
        guard let tensor = file.tensor(name), let new = rename(name) else { return nil }
        return (new, tensor, Array(bytes[tensor.bytes]))
      }
    )
  }

  /// Adds a tensor whose rows are those of another, the last one first.
  static func adding(_ name: String, reversing source: String, to bytes: [UInt8]) throws -> [UInt8]
  {
    try adding(name, of: source, to: bytes) { Array($0.reversed()) }
  }

  /// Adds a tensor that is the same as another.
  static func adding(_ name: String, copying source: String, to bytes: [UInt8]) throws -> [UInt8] {
    try adding(name, of: source, to: bytes) { Array($0) }
  }

  private static func adding(
    _ name: String,
    of source: String,
    to bytes: [UInt8],
    order: (Range<Int>) -> [Int]
  ) throws -> [UInt8] {
    let file = try open(bytes)
    var tensors = file.tensorNames.compactMap { name in
      file.tensor(name).map { (name, $0, Array(bytes[$0.bytes])) }
    }
    if let tensor = file.tensor(source) {
      let size = tensor.rowSize
      let rows = order(0..<tensor.rowCount).flatMap { row in
        bytes[tensor.bytes.lowerBound + row * size..<tensor.bytes.lowerBound + (row + 1) * size]
      }
      tensors.append((name, tensor, rows))
    }
    return written(tensors)
  }

  /// Gives a field of `config.json` another value, written as JSON.
  static func setField(_ name: String, _ value: String, in files: inout [String: [UInt8]]) throws {
    let bytes = Data(files["config.json"] ?? [])
    var fields = try JSONSerialization.jsonObject(with: bytes) as? [String: Any] ?? [:]
    fields[name] = try JSONSerialization.jsonObject(
      with: Data(value.utf8),
      options: .fragmentsAllowed
    )
    files["config.json"] = Array(try JSONSerialization.data(withJSONObject: fields))
  }

  /// Adds to the first file of several an output head: the embedding's rows, the last one first.
  static func addHead(_ name: String, to files: inout [String: [UInt8]]) throws {
    let (shard, index) = ("model-00001-of-00002.safetensors", "model.safetensors.index.json")
    files[shard] = try adding(
      name,
      reversing: "language_model.model.embed_tokens.weight",
      to: files[shard] ?? []
    )
    let map = #""weight_map": {"#
    let text = String(decoding: files[index] ?? [], as: UTF8.self)
      .replacingOccurrences(of: map, with: map + #""\#(name)":"\#(shard)","#)
    files[index] = Array(text.utf8)
  }

  /// Makes a number of a tensor infinite: the first of its type's bytes that makes it so.
  static func damaged(_ bytes: [UInt8], _ name: String) throws -> [UInt8] {
    var bytes = bytes
    guard let tensor = try open(bytes).tensor(name) else { return bytes }
    let size = tensor.type == .float32 ? 4 : 2
    let high = tensor.bytes.lowerBound + size * 5 + size - 2
    (bytes[high], bytes[high + 1]) = (0x80, 0x7F)
    return bytes
  }

  private static func open(_ bytes: [UInt8]) throws -> SafetensorsFile {
    try SafetensorsFile(try CheckpointFile(name: "m.safetensors", bytes: bytes, maximum: 1 << 30))
  }

  private static func written(_ tensors: [(String, TensorDescription, [UInt8])]) -> [UInt8] {
    let types: [TensorType: String] = [.float32: "F32", .bfloat16: "BF16", .float16: "F16"]
    var (entries, data) = ([String](), [UInt8]())
    for (name, tensor, bytes) in tensors {
      entries.append(
        "\"\(name)\":{\"dtype\":\"\(types[tensor.type] ?? "F32")\",\"shape\":\(tensor.shape),"
          + "\"data_offsets\":[\(data.count),\(data.count + bytes.count)]}"
      )
      data += bytes
    }
    let header = Array("{\(entries.joined(separator: ","))}".utf8)
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
    return length + header + data
  }
}
