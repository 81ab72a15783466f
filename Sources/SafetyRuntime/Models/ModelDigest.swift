import SafetyCore

/// The digest of a model as OpenSSF model signing (OMS) has it, so that a signature can name it.
///
/// Every file is hashed with SHA-256; the digest of the whole is the SHA-256 of their 32 bytes each,
/// by their paths in the order of their parts. Left out are what git keeps at the top of a folder, and
/// the papers about the model.
/// Symbolic links to files count as those files, as `allow_symlinks` has it.
package struct ModelDigest: Sendable {
  /// One file of the model.
  package struct File: Sendable {
    /// Relative to the folder; `.` for a model of one file.
    package let path: String
    package let sha256: Digest
    package let bytes: Int
  }

  /// In the order in which they are hashed.
  package let files: [File]
  package let root: Digest
  /// Papers at the top of the folder that were left out, files and folders.
  package let papers: [String]

  /// Hashes a file, or all files of a folder.
  ///
  /// - Parameters:
  ///   - path: The model.
  ///   - papers: What is about the model and no part of it.
  ///   - progress: Is told how many bytes are hashed and how many there are.
  /// - Throws: `runtime/unreadable`, `model/no-digest`.
  package init(
    of path: String,
    leavingOut papers: ModelPapers = .standard,
    progress: (Int, Int) throws -> Void = { _, _ in }
  ) throws {
    let inventory = try ModelInventory(path, leavingOut: papers)
    let total = inventory.files.reduce(0) { $0 + $1.size }
    var hasher = Hasher256()
    var files: [File] = []
    var done = 0
    for file in inventory.files {
      let (digest, size) = try InputFile.digest(inventory.path(of: file)) {
        done += $0
        try progress(done, total)
      }
      hasher.update(digest.bytes)
      files.append(File(path: file.name, sha256: digest, bytes: size))
    }
    self.files = files
    self.papers = inventory.papers
    self.root = hasher.finalize()
  }
}
