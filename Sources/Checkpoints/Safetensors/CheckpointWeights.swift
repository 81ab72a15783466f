import Diagnostics
import StrictJSON

/// All tensors of a checkpoint, whether they stand in one file or in several with an index.
package struct CheckpointWeights {
  /// Bounds of what is opened.
  package enum Limits {
    package static let fileBytes = 64 << 30
    package static let indexBytes = 16 << 20
    package static let files = 512
  }

  private static let single = "model.safetensors"
  private static let index = "model.safetensors.index.json"

  private let files: [SafetensorsFile]
  private let places: [String: Int]
  /// The folder's name, for errors.
  package let name: String

  /// Reads the headers of `model.safetensors`, or of the files its index names.
  ///
  /// - Throws: A `checkpoint/…`, `safetensors/…` or `json/…` diagnostic.
  package init(_ folder: CheckpointFolder) throws {
    name = folder.name
    if folder.has(Self.single) {
      files = [try Self.file(folder, Self.single)]
      places = Dictionary(uniqueKeysWithValues: files[0].tensorNames.map { ($0, 0) })
    } else if folder.has(Self.index) {
      (files, places) = try Self.shards(folder)
    } else {
      throw Self.noWeights(folder)
    }
  }

  /// The names of the files that a folder's weights stand in, the index included.
  ///
  /// - Throws: A `checkpoint/…` or `json/…` diagnostic.
  package static func files(of folder: CheckpointFolder) throws -> [String] {
    if folder.has(single) { return [single] }
    guard folder.has(index) else { throw noWeights(folder) }
    return [index] + (try owners(folder).names)
  }

  /// Sorted names of all tensors.
  package var tensorNames: [String] { places.keys.sorted() }

  package func has(_ tensor: String) -> Bool { places[tensor] != nil }

  /// What is said of a tensor, if there is one of this name.
  package func tensor(_ tensor: String) -> TensorDescription? {
    places[tensor].flatMap { files[$0].tensor(tensor) }
  }

  /// Reads a tensor of floats of exactly this shape.
  ///
  /// - Throws: `checkpoint/missing-tensor`, `checkpoint/shape`, or as `SafetensorsFile.floats`.
  package func floats(_ tensor: String, _ shape: [Int]) throws -> [Float] {
    let (file, description) = try find(tensor, shape)
    return try file.floats(description)
  }

  /// Reads a tensor of signed bytes of exactly this shape.
  ///
  /// - Throws: `checkpoint/missing-tensor`, `checkpoint/shape`, or as `SafetensorsFile.int8s`.
  package func int8s(_ tensor: String, _ shape: [Int]) throws -> [Int8] {
    let (file, description) = try find(tensor, shape)
    return try file.int8s(description)
  }

  private func find(
    _ tensor: String,
    _ shape: [Int]
  ) throws -> (SafetensorsFile, TensorDescription) {
    guard let place = places[tensor], let description = files[place].tensor(tensor) else {
      throw Diagnostic(
        "checkpoint/missing-tensor",
        "the weights have no tensor `\(tensor)`",
        at: .init(file: files.count == 1 ? files[0].name : name)
      )
    }
    guard description.shape == shape else {
      throw Diagnostic(
        "checkpoint/shape",
        "`\(tensor)` has the shape \(description.shape), the configuration asks for \(shape)",
        at: .init(file: files[place].name)
      )
    }
    return (files[place], description)
  }

  private static func file(_ folder: CheckpointFolder, _ name: String) throws -> SafetensorsFile {
    try SafetensorsFile(try folder.open(name, maximum: Limits.fileBytes))
  }

  private static func shards(
    _ folder: CheckpointFolder
  ) throws -> ([SafetensorsFile], [String: Int]) {
    let (map, owners, names) = try owners(folder)
    let files = try names.map { try Self.file(folder, $0) }
    let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    var places: [String: Int] = [:]
    for (tensor, name) in owners {
      guard let number = numbers[name], files[number].tensor(tensor) != nil else {
        throw map.problem(tensor, "does not stand in `\(name)`")
      }
      places[tensor] = number
    }
    return (files, places)
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
        at: .init(file: folder.name)
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
