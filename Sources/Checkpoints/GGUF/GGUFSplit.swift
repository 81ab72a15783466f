import Diagnostics

/// What a GGUF file says of the parts that a model was split into (`split.…`).
struct GGUFSplit {
  private static let most = 512

  let number: Int
  let count: Int
  let tensorCount: Int?
  private let metadata: GGUFMetadata

  /// Reads the entries; nil for a model of one file.
  ///
  /// - Throws: `gguf/metadata` for numbers out of their range.
  init?(_ metadata: GGUFMetadata) throws {
    let count = try metadata.integer("split.count", 0...Int(UInt16.max)) ?? 0
    guard count > 1 else { return nil }
    guard count <= Self.most else {
      throw metadata.problem("split.count", "is \(count), at most \(Self.most) parts are read")
    }
    self.count = count
    self.metadata = metadata
    number = try metadata.integer("split.no", 0...count - 1) ?? 0
    tensorCount = try metadata.integer("split.tensors.count", 0...GGUFLimits.tensors)
  }

  /// The tensors of all parts.
  ///
  /// - Parameters:
  ///   - first: Those of the part that this was read from.
  ///   - file: Which that is; the other parts stand beside it.
  ///   - open: Opens another part.
  /// - Returns: All of them, each read from the file that it stands in.
  /// - Throws: `gguf/parts`, and what reading another part throws.
  func joined(
    _ first: TensorSet,
    _ file: CheckpointFile,
    parts open: ((String) throws -> CheckpointFile)?
  ) throws -> TensorSet {
    let name = GGUFPartName(file.name)
    guard number == 0 else {
      let begin = name.map { "give the first part, `\($0.path(of: 1))`" }
      throw problem("the file is part \(number + 1) of \(count) of a model", file, hint: begin)
    }
    guard let open, let name, name.number == 1, name.count == count else {
      throw problem(
        "the file is the first of \(count) parts of a model, and its name does not say so",
        file,
        hint: "name the parts as they were, `…-00001-of-0000\(count).gguf`, in one folder"
      )
    }
    var all = first
    for (index, path) in name.paths.enumerated().dropFirst() {
      try take(try open(path), index, into: &all)
    }
    guard tensorCount.map({ $0 == all.names.count }) ?? true else {
      throw metadata.problem(
        "split.tensors.count",
        "is \(tensorCount ?? 0), the \(count) parts hold \(all.names.count)"
      )
    }
    return all
  }

  /// Adds what another part holds, which must say that it is the one meant.
  private func take(_ file: CheckpointFile, _ index: Int, into all: inout TensorSet) throws {
    let header = try GGUFHeaderReader(file)
    let part = try GGUFSplit(header.metadata)
    guard let part, part.number == index, part.count == count, part.tensorCount == tensorCount
    else {
      throw problem("the file is not part \(index + 1) of \(count) of the model", file)
    }
    let tensors = TensorSet(header.tensors, TensorReader(file: file, family: "gguf"))
    for tensor in tensors.names where !all.take(tensor, from: tensors) {
      throw problem("`\(tensor)` stands in an earlier part too", file)
    }
  }

  private func problem(_ message: String, _ file: CheckpointFile, hint: String? = nil) -> Diagnostic
  {
    Diagnostic("gguf/parts", message, at: .init(file: file.name), hint: hint)
  }
}
