import Diagnostics
import Glibc

/// The files of one checkpoint: a folder, or bytes by name.
package struct CheckpointFolder: Sendable {
  private enum Storage: Sendable {
    case folder
    case bytes([String: [UInt8]])
  }

  /// What a folder holds that changes another model and is none itself.
  static let adapter = "adapter_config.json"
  static let adapterHint =
    "the folder holds an adapter: merge it into its model, as `merge_and_unload` of PEFT does"

  /// The path, or a name for errors.
  package let name: String
  private let storage: Storage

  /// A folder on disk; nothing is opened yet.
  package init(path: String) {
    name = path
    storage = .folder
  }

  /// Files that stand in memory.
  package init(name: String, files: [String: [UInt8]]) {
    self.name = name
    storage = .bytes(files)
  }

  /// How errors name a file.
  package func path(of file: String) -> String { "\(name)/\(file)" }

  /// Whether something stands under a name; it may still prove unreadable.
  package func has(_ file: String) -> Bool {
    guard Self.isPlain(file) else { return false }
    switch storage {
    case .folder: return access(path(of: file), F_OK) == 0
    case .bytes(let files): return files[file] != nil
    }
  }

  /// Opens a file of the folder itself.
  ///
  /// - Parameters:
  ///   - file: A name without slashes, perhaps one that another file of the checkpoint gave.
  ///   - maximum: Bytes beyond which it is refused.
  /// - Returns: The open file.
  /// - Throws: `checkpoint/unreadable`, `checkpoint/too-large`, `checkpoint/outside`.
  package func open(_ file: String, maximum: Int) throws -> CheckpointFile {
    guard Self.isPlain(file) else {
      throw Diagnostic(
        "checkpoint/outside",
        "`\(file)` is not the name of a file within the folder",
        at: .init(file: name)
      )
    }
    switch storage {
    case .folder:
      return try CheckpointFile(path: path(of: file), maximum: maximum)
    case .bytes(let files):
      guard let bytes = files[file] else {
        throw Diagnostic(
          "checkpoint/unreadable",
          "cannot read the file: no such file or directory",
          at: .init(file: path(of: file))
        )
      }
      return try CheckpointFile(name: path(of: file), bytes: bytes, maximum: maximum)
    }
  }

  private static func isPlain(_ file: String) -> Bool {
    !file.isEmpty && file != "." && file != ".." && file.utf8.count <= 255
      && file.utf8.allSatisfy { $0 != UInt8(ascii: "/") && $0 >= 0x20 }
  }
}
