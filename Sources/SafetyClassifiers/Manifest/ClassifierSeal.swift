import Checkpoints
import Diagnostics
import SafetyCore

/// The digest of a classifier, and the check of its files against its manifest.
struct ClassifierSeal {
  /// SHA-256 over a line of name and SHA-256 for each file, sorted by name.
  let digest: Digest

  /// Hashes every file that is read, and holds each to the manifest if there is one.
  ///
  /// - Throws: `classifier/file-size`, `classifier/file-digest`, `classifier/file-unlisted`.
  init(_ folder: CheckpointFolder, _ manifest: ClassifierManifest?) throws {
    let read =
      ["config.json"] + ClassifierTokenizer(folder).files
      + (try CheckpointWeights.files(of: folder))
    if let manifest, let name = read.first(where: { manifest.files[$0] == nil }) {
      throw Diagnostic(
        "classifier/file-unlisted",
        "`files` does not list `\(name)`, which the classifier reads",
        at: .init(file: folder.path(of: ClassifierManifest.file))
      )
    }
    var lines: [String] = []
    for name in Set(read).union(manifest?.files.keys.map { $0 } ?? []).sorted() {
      let seal = try Self.seal(folder, name, manifest)
      lines.append("\(name) \(seal.sha256.hex)\n")
    }
    if manifest != nil {
      let file = try folder.open(
        ClassifierManifest.file,
        maximum: ClassifierManifest.limits.bytes
      )
      lines.append("\(ClassifierManifest.file) \(try FileSeal(of: file).sha256.hex)\n")
    }
    digest = Digest.sha256(lines.sorted().joined().utf8)
  }

  private static func seal(
    _ folder: CheckpointFolder,
    _ name: String,
    _ manifest: ClassifierManifest?
  ) throws -> FileSeal {
    let file = try folder.open(name, maximum: CheckpointWeights.Limits.fileBytes)
    let wanted = manifest?.files[name]
    guard wanted == nil || wanted?.bytes == file.size else {
      throw Diagnostic(
        "classifier/file-size",
        "the file has \(file.size) bytes, the manifest says \(wanted?.bytes ?? 0)",
        at: .init(file: file.name),
        hint: "take all files from the same release"
      )
    }
    let seal = try FileSeal(of: file)
    guard wanted == nil || wanted == seal else {
      throw Diagnostic(
        "classifier/file-digest",
        "the file is not the one whose `sha256` the manifest names",
        at: .init(file: file.name),
        hint: "take all files from the same release"
      )
    }
    return seal
  }
}
