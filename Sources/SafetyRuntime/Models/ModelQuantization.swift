import Checkpoints
import Diagnostics
import GemmaInference
import Glibc

/// Writes a checkpoint folder as one GGUF file.
package struct ModelQuantization: Sendable {
  /// How matrices may be written, as `--format` spells it.
  package static let formats = ExportFormat.allCases.map(\.rawValue)

  private let plan: GGUFPlan
  private let writer: GGUFWriter
  package let output: String
  /// Bytes that the file will have.
  package let bytes: Int
  /// Tensors by type, the most first.
  package let types: [(type: String, tensors: Int)]
  /// Which file the vocabulary is of; nil where the folder has none.
  package let tokenizer: String?
  package let hasChatTemplate: Bool

  /// Reads all headers and plans the file; nothing is written.
  ///
  /// - Parameters:
  ///   - path: A folder as Hugging Face has it.
  ///   - output: Where the file will stand.
  ///   - format: One of `formats`.
  /// - Throws: What reading the folder throws, `gemma/no-gguf`, `model/not-a-folder`,
  ///   `checkpoint/unwritable`, `model/output`.
  package init(_ path: String, to output: String, format: String) throws {
    guard let format = ExportFormat(rawValue: format) else {
      throw Diagnostic(
        "model/format",
        "`\(format)` is no format to write",
        hint: "formats are \(Self.formats.joined(separator: ", "))"
      )
    }
    guard case .checkpoint(let folder, let configuration, let weights) = try ModelFiles(path) else {
      throw Diagnostic(
        "model/not-a-folder",
        "the model is a GGUF file already",
        at: .init(file: path),
        hint: "give the folder of the checkpoint with `config.json` and `model.safetensors`"
      )
    }
    try OutputFile.check(output)
    try Self.check(output, isNoneOf: path)
    let vocabulary = try GemmaVocabulary(folder)
    let stated = try GemmaConfiguration(configuration, in: folder)
    let export = try GemmaExport(stated, weights, format)
    plan = export.plan(name: Self.name(of: path), vocabulary: vocabulary)
    writer = try GGUFWriter(plan, from: weights)
    self.output = output
    bytes = plan.fileSize
    tokenizer = vocabulary?.source
    hasChatTemplate = vocabulary?.template != nil
    let counts = Dictionary(grouping: plan.tensors, by: \.type.rawValue).mapValues(\.count)
    types = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { (type: $0.key, tensors: $0.value) }
  }

  /// Writes the file, which has its name only when it is whole.
  ///
  /// - Parameter progress: Is told how many bytes are written; what it throws ends the work.
  /// - Throws: `checkpoint/unwritable`, `gguf/range`, and what reading the weights throws.
  package func write(progress: (Int) throws -> Void) throws {
    try writer.write(to: output, progress: progress)
  }

  /// Refuses to replace a file of the folder, whatever path or link leads to it.
  ///
  /// A GGUF file in it is none that a checkpoint is read from.
  private static func check(_ output: String, isNoneOf folder: String) throws {
    var (target, source) = (stat(), stat())
    guard stat(output, &target) == 0 else { return }
    for name in FolderNames.read(folder) ?? [] where !name.hasSuffix(".gguf") {
      guard stat("\(folder)/\(name)", &source) == 0, source.st_ino == target.st_ino,
        source.st_dev == target.st_dev
      else { continue }
      throw Diagnostic(
        "model/output",
        "the file to write is `\(name)` of the checkpoint that is read",
        at: .init(file: output),
        hint: "give another path to --output"
      )
    }
  }

  /// The folder's own name, whatever way it was given.
  private static func name(of path: String) -> String {
    let resolved = realpath(path, nil)
    defer { free(resolved) }
    let whole = resolved.map { String(cString: $0) } ?? path
    return whole.split(separator: "/").last.map(String.init) ?? "model"
  }
}
