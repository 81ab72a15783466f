import Diagnostics
import StrictJSON

/// A model's `config.json`, each field of which is read with its type and range.
package struct ModelConfiguration: Sendable {
  private static let file = "config.json"
  private static let limits = JSONLimits(bytes: 4 << 20, depth: 16)

  /// The members, whose errors bear the code `checkpoint/config`.
  package let fields: JSONFields

  /// Reads the configuration of a checkpoint.
  ///
  /// - Throws: A `checkpoint/…` or `json/…` diagnostic.
  package init(_ folder: CheckpointFolder) throws {
    let file = try Self.open(in: folder)
    try self.init(parsing: try file.bytes(), file: file.name)
  }

  private static func open(in folder: CheckpointFolder) throws -> CheckpointFile {
    do {
      return try folder.open(file, maximum: limits.bytes)
    } catch var problem as Diagnostic where !folder.has(file) {
      problem.hint =
        if folder.has(CheckpointFolder.adapter) {
          CheckpointFolder.adapterHint
        } else if folder.has("snapshots") {
          "in a cache of Hugging Face a folder within `snapshots` is the checkpoint"
        } else {
          "a checkpoint is the folder that holds `config.json` beside the weights"
        }
      throw problem
    }
  }

  /// Reads a configuration in memory.
  ///
  /// - Throws: A `checkpoint/…` or `json/…` diagnostic.
  package init(parsing bytes: [UInt8], file: String) throws {
    let root = try JSONValue(parsing: bytes, file: file, limits: Self.limits)
    fields = try JSONFields(root, file: file, code: "checkpoint/config")
  }

  /// Which architecture, as `bert`.
  ///
  /// - Throws: `checkpoint/config` where it is missing.
  package func modelType() throws -> String {
    try fields.required("model_type", try fields.string("model_type"))
  }

  /// Names of the outputs by their number, where `id2label` gives them all.
  ///
  /// - Throws: `checkpoint/config` where numbers are missing, repeated or too many.
  package func labels() throws -> [String]? {
    guard let table = try fields.object("id2label") else { return nil }
    let keys = table.keys
    guard 1...4096 ~= keys.count else { throw fields.problem("id2label", "must name 1 to 4096") }
    return try keys.indices.map { number in
      let key = String(number)
      let label = try table.required(key, try table.string(key))
      guard !label.isEmpty, label.utf8.count <= 256 else {
        throw table.problem(key, "must be a name of 1 to 256 bytes")
      }
      return label
    }
  }
}
