import Diagnostics
import StrictJSON

/// All tensors of a checkpoint, whether they stand in one file or in several with an index.
package struct CheckpointWeights: ModelWeights {
  /// Bounds of what is opened.
  package enum Limits {
    package static let fileBytes = 64 << 30
    static let indexBytes = 16 << 20
    static let files = 512
  }

  private static let single = "model.safetensors"
  private static let index = "model.safetensors.index.json"

  package let tensors: TensorSet

  /// Reads the headers of `model.safetensors`, or of the files its index names.
  ///
  /// - Throws: A `checkpoint/…`, `safetensors/…` or `json/…` diagnostic.
  package init(_ folder: CheckpointFolder) throws {
    var tensors = TensorSet(name: folder.name)
    if folder.has(Self.single) {
      let file = try Self.file(folder, Self.single)
      for name in file.tensorNames { _ = tensors.take(name, from: file.tensors) }
    } else if folder.has(Self.index) {
      try Self.readShards(folder, into: &tensors)
    } else {
      throw Self.noWeights(folder)
    }
    self.tensors = tensors
  }

  /// The names of the files that a folder's weights stand in, the index included.
  ///
  /// - Throws: A `checkpoint/…` or `json/…` diagnostic.
  package static func files(of folder: CheckpointFolder) throws -> [String] {
    if folder.has(single) { return [single] }
    guard folder.has(index) else { throw noWeights(folder) }
    return [index] + (try owners(folder).names)
  }

  private static func file(_ folder: CheckpointFolder, _ name: String) throws -> SafetensorsFile {
    try SafetensorsFile(try folder.open(name, maximum: Limits.fileBytes))
  }

  private static func shard(_ folder: CheckpointFolder, _ name: String) throws -> SafetensorsFile {
    do {
      return try file(folder, name)
    } catch var problem as Diagnostic where problem.code == "checkpoint/unreadable" {
      problem.hint = "`\(index)` names the file: the checkpoint is not whole without it"
      throw problem
    }
  }

  private static func readShards(_ folder: CheckpointFolder, into tensors: inout TensorSet) throws {
    let (map, owners, names) = try owners(folder)
    let files = Dictionary(
      uniqueKeysWithValues: try names.map { ($0, try Self.shard(folder, $0).tensors) }
    )
    for (tensor, name) in owners {
      guard let file = files[name], file[tensor] != nil else {
        throw map.problem(tensor, "does not stand in `\(name)`")
      }
      _ = tensors.take(tensor, from: file)
    }
  }

  /// The index's table, what it says of each tensor, and the files it names.
  private static func owners(
    _ folder: CheckpointFolder
  ) throws -> (map: JSONFields, owners: [(String, String)], names: [String]) {
    let file = try folder.open(index, maximum: Limits.indexBytes)
    let root = try JSONValue(
      parsing: try file.bytes(),
      file: file.name,
      limits: .init(bytes: Limits.indexBytes, depth: 4)
    )
    let fields = try JSONFields(root, file: file.name, code: "checkpoint/index")
    let map = try fields.required("weight_map", try fields.object("weight_map"))
    let owners = try map.keys.map { ($0, try map.required($0, try map.string($0))) }
    let names = Set(owners.map(\.1)).sorted()
    guard names.count <= Limits.files else {
      throw fields.problem("weight_map", "names more than \(Limits.files) files")
    }
    return (map, owners, names)
  }

  private static func noWeights(_ folder: CheckpointFolder) -> Diagnostic {
    let pickled = ["pytorch_model.bin", "pytorch_model.bin.index.json"].first(where: folder.has)
    guard let pickled else {
      return Diagnostic(
        "checkpoint/no-weights",
        "the folder has no `\(single)`",
        at: .init(file: folder.name),
        hint: folder.has(CheckpointFolder.adapter)
          ? CheckpointFolder.adapterHint : "several files of weights are read by a `\(index)`"
      )
    }
    return Diagnostic(
      "checkpoint/pickled-weights",
      "the weights are a Python pickle, which can run code and is never read",
      at: .init(file: folder.path(of: pickled)),
      hint: "load the model in transformers and call `save_pretrained` to get `\(single)`"
    )
  }
}
