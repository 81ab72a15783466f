import Checkpoints
import Diagnostics
import Glibc
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

  /// More than any model has; a folder that is no model is not to be hashed for hours.
  private static let maximumFiles = 10_000
  private static let maximumDepth = 16
  /// What git keeps at the top of a folder.
  static let ignored: Set<String> = [".git", ".gitattributes", ".github", ".gitignore"]

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
    var status = stat()
    guard stat(path, &status) == 0 else { throw InputFile.unreadable(path) }
    var found: [(path: [String], size: Int)] = []
    var leftOut: Set<String> = []
    if status.st_mode & S_IFMT == S_IFDIR {
      try Self.collect(path, [], into: &found)
      for (parts, _) in found where papers.contain(parts) { leftOut.insert(parts[0]) }
      found.removeAll { papers.contain($0.path) }
      // By parts, not by characters: `a/b` comes before `a-b`.
      found.sort { Self.precedes($0.path, $1.path) }
    } else if let parts = GGUFPartName(path), parts.number == 1, parts.count > 1 {
      found = try parts.paths.map { try Self.part($0) }
    } else {
      found = [(["."], Int(status.st_size))]
    }
    let root = status.st_mode & S_IFMT == S_IFDIR ? path : Self.folder(of: path)
    let total = found.reduce(0) { $0 + $1.size }
    var hasher = Hasher256()
    var files: [File] = []
    var done = 0
    for (parts, _) in found {
      let name = parts.joined(separator: "/")
      let (digest, size) = try InputFile.digest(name == "." ? path : "\(root)/\(name)") {
        done += $0
        try progress(done, total)
      }
      hasher.update(digest.bytes)
      files.append(File(path: name, sha256: digest, bytes: size))
    }
    self.files = files
    self.papers = leftOut.sorted()
    self.root = hasher.finalize()
  }

  /// A file of a model that was split into several.
  private static func part(_ path: String) throws -> (path: [String], size: Int) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw InputFile.unreadable(path) }
    return ([path.split(separator: "/").last.map(String.init) ?? path], Int(status.st_size))
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  private static func collect(
    _ root: String,
    _ parts: [String],
    into found: inout [(path: [String], size: Int)]
  ) throws {
    let folder = ([root] + parts).joined(separator: "/")
    guard let names = FolderNames.read(folder) else { throw InputFile.unreadable(folder) }
    for name in names where !(parts.isEmpty && ignored.contains(name)) {
      let path = "\(folder)/\(name)"
      var (status, link) = (stat(), stat())
      guard stat(path, &status) == 0, lstat(path, &link) == 0 else {
        throw InputFile.unreadable(path)
      }
      switch status.st_mode & S_IFMT {
      case S_IFREG: found.append((parts + [name], Int(status.st_size)))
      case S_IFDIR where link.st_mode & S_IFMT != S_IFLNK && parts.count < maximumDepth:
        try collect(root, parts + [name], into: &found)
      default: throw refused(path, "is neither a file nor a folder of the model")
      }
      guard found.count <= maximumFiles else {
        throw refused(root, "holds more than \(maximumFiles) files")
      }
    }
  }

  private static func precedes(_ first: [String], _ second: [String]) -> Bool {
    for (a, b) in zip(first, second) where a != b {
      return a.utf8.lexicographicallyPrecedes(b.utf8)
    }
    return first.count < second.count
  }

  private static func refused(_ path: String, _ message: String) -> Diagnostic {
    Diagnostic(
      "model/no-digest",
      "the path \(message)",
      at: .init(file: path),
      hint: "leave the digest out with --no-digest"
    )
  }
}
