import Checkpoints
import Diagnostics
import GemmaInference
import Glibc

/// What a path to a model turned out to be.
package enum ModelFiles {
  /// As Hugging Face has it.
  case checkpoint(CheckpointFolder, ModelConfiguration, CheckpointWeights)
  case gguf(GGUFFile)

  /// Opens a folder or a GGUF file and checks all headers.
  ///
  /// - Throws: A `checkpoint/…`, `safetensors/…`, `gguf/…` or `json/…` diagnostic.
  init(_ path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      self = .gguf(try GGUFFile(path: path))
      return
    }
    let folder = CheckpointFolder(path: path)
    if !folder.has("config.json"), let file = Self.quantised(in: path) {
      throw Diagnostic(
        "checkpoint/no-weights",
        "the folder has no `config.json`",
        at: .init(file: path),
        hint: "name the GGUF file in it, such as `\(path)/\(file)`"
      )
    }
    self = .checkpoint(folder, try ModelConfiguration(folder), try CheckpointWeights(folder))
  }

  /// The first GGUF file of a folder.
  private static func quantised(in folder: String) -> String? {
    FolderNames.read(folder)?.first { $0.hasSuffix(".gguf") }
  }

  /// The sizes and options that the files state.
  ///
  /// - Throws: `gemma/unsupported`, or what is wrong by the name of a field.
  func configuration() throws -> GemmaConfiguration {
    switch self {
    case .checkpoint(let folder, let file, _): try GemmaConfiguration(file, in: folder)
    case .gguf(let file): try GemmaConfiguration(file)
    }
  }

  package var weights: any ModelWeights {
    switch self {
    case .checkpoint(_, _, let weights): weights
    case .gguf(let file): file
    }
  }
}
