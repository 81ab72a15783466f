import Diagnostics
import StrictJSON

/// The table of contents of a safetensors file: 8 bytes of length, then JSON.
///
/// The format leaves no room for tricks: the tensors' bytes follow one another without gap or
/// overlap and end with the file. A file that does otherwise is refused.
package struct SafetensorsHeader: Sendable {
  /// Bounds that keep a hostile header from taking the machine's memory.
  package enum Limits {
    static let headerBytes = 16 << 20
    package static let tensors = 65_536
    static let rank = 8
    static let nameBytes = 512
  }

  /// By name.
  package let tensors: [String: TensorDescription]

  /// Reads and checks a header.
  ///
  /// - Throws: A `safetensors/…` or `json/…` diagnostic that names the file and the tensor.
  package init(reading file: CheckpointFile) throws {
    let place = Diagnostic.Place(file: file.name)
    guard file.size >= 8 else {
      throw Diagnostic("safetensors/truncated", "the file ends within its first 8 bytes", at: place)
    }
    let length = try file.bytes(0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Limits.headerBytes) else {
      throw Diagnostic(
        "safetensors/header-size",
        "the header claims \(length) bytes, at most \(Limits.headerBytes) are read",
        at: place,
        hint: try Self.isPointer(file)
          ? "the file is a pointer of Git LFS: fetch what it points to, as by `git lfs pull`" : nil
      )
    }
    let start = 8 + Int(length)
    guard start <= file.size else {
      throw Diagnostic("safetensors/truncated", "the file ends within its header", at: place)
    }
    let root = try JSONValue(
      parsing: try file.bytes(8..<start),
      file: file.name,
      limits: .init(bytes: Limits.headerBytes, depth: 4)
    )
    let fields = try JSONFields(root, file: file.name, code: "safetensors/header")
    let names = fields.keys.filter { $0 != "__metadata__" }
    guard names.count <= Limits.tensors else {
      throw Diagnostic("safetensors/header", "more than \(Limits.tensors) tensors", at: place)
    }
    let ordered = try names.map { name in
      try Self.tensor(fields, name, data: start..<file.size)
    }
    try Self.checkLayout(ordered, data: start..<file.size, file: file.name)
    tensors = Dictionary(uniqueKeysWithValues: ordered.map { ($0.name, $0) })
  }

  private static func isPointer(_ file: CheckpointFile) throws -> Bool {
    try file.bytes(0..<8).elementsEqual("version ".utf8)
  }

  private static func tensor(
    _ fields: JSONFields,
    _ name: String,
    data: Range<Int>
  ) throws -> TensorDescription {
    guard name.utf8.count <= Limits.nameBytes else {
      throw fields.problem("\(name.prefix(64))…", "is too long a name")
    }
    let entry = try fields.required(name, try fields.object(name))
    try entry.allow(only: ["dtype", "shape", "data_offsets"])
    let written = try entry.required("dtype", try entry.string("dtype"))
    guard let type = TensorType(safetensors: written) else {
      throw entry.problem("dtype", "is `\(written)`, which is not known")
    }
    let shape = try numbers(entry, "shape")
    guard shape.count <= Limits.rank else {
      throw entry.problem("shape", "has more than \(Limits.rank) dimensions")
    }
    let offsets = try numbers(entry, "data_offsets")
    guard offsets.count == 2, offsets[0] <= offsets[1], offsets[1] <= data.count else {
      throw entry.problem(
        "data_offsets",
        "do not lie within the \(data.count) bytes of the file",
        hint: "the file may have been fetched only in part"
      )
    }
    guard let size = type.byteCount(of: shape), size == offsets[1] - offsets[0] else {
      throw entry.problem("data_offsets", "do not fit the shape \(shape) of \(type.rawValue)")
    }
    return TensorDescription(
      name: name,
      type: type,
      shape: shape,
      bytes: data.lowerBound + offsets[0]..<data.lowerBound + offsets[1]
    )
  }

  private static func numbers(_ entry: JSONFields, _ key: String) throws -> [Int] {
    try entry.required(key, try entry.array(key)).map { item in
      guard case .integer(let value) = item, value >= 0 else {
        throw entry.problem(key, "must hold whole numbers from 0")
      }
      return value
    }
  }

  private static func checkLayout(
    _ tensors: [TensorDescription],
    data: Range<Int>,
    file: String
  ) throws {
    var end = data.lowerBound
    let byPlace = tensors.sorted {
      ($0.bytes.lowerBound, $0.bytes.upperBound, $0.name)
        < ($1.bytes.lowerBound, $1.bytes.upperBound, $1.name)
    }
    for tensor in byPlace {
      guard tensor.bytes.lowerBound == end else {
        let what = tensor.bytes.lowerBound < end ? "overlaps with" : "leaves a gap after"
        throw Diagnostic(
          "safetensors/layout",
          "`\(tensor.name)` \(what) what stands before it",
          at: .init(file: file, byteOffset: tensor.bytes.lowerBound)
        )
      }
      end = tensor.bytes.upperBound
    }
    guard end == data.upperBound else {
      throw Diagnostic(
        "safetensors/layout",
        "\(data.upperBound - end) bytes after the last tensor belong to none",
        at: .init(file: file, byteOffset: end)
      )
    }
  }
}
