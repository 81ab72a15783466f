import Checkpoints
import Diagnostics
import Glibc

/// The files that a model is made of, as they lie on the disk at a moment.
struct ModelInventory: Equatable {
  /// One file, with what changes when it is written or replaced.
  struct File: Equatable {
    /// Relative to the folder; one dot for a model of one file.
    let parts: [String]
    let size: Int
    private let identity: [Int]

    init(_ parts: [String], _ status: stat) {
      self.parts = parts
      size = Int(status.st_size)
      identity = [
        Int(status.st_dev), Int(status.st_ino), status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
        status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
      ]
    }

    var name: String { parts.joined(separator: "/") }
  }

  /// More than any model has; a folder that is no model is not to be hashed for hours.
  private static let maximumFiles = 10_000
  private static let maximumDepth = 16
  /// What git keeps at the top of a folder.
  static let ignored: Set<String> = [".git", ".gitattributes", ".github", ".gitignore"]

  /// In the order in which they are hashed.
  private(set) var files: [File] = []
  /// Papers at the top of the folder that were left out, files and folders.
  private(set) var papers: [String] = []
  private let whole: String
  private let root: String

  /// Looks at a file, or at all files of a folder.
  ///
  /// - Throws: `runtime/unreadable`, `model/no-digest`.
  init(_ path: String, leavingOut papers: ModelPapers = .standard) throws {
    let status = try Self.status(path)
    whole = path
    guard status.st_mode & S_IFMT == S_IFDIR else {
      root = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
      if let parts = GGUFPartName(path), parts.number == 1, parts.count > 1 {
        files = try parts.paths.map { path in
          File([path.split(separator: "/").last.map(String.init) ?? path], try Self.status(path))
        }
      } else {
        files = [File(["."], status)]
      }
      return
    }
    root = path
    try collect([])
    self.papers = Set(files.filter { papers.contain($0.parts) }.map { $0.parts[0] }).sorted()
    files.removeAll { papers.contain($0.parts) }
    // By parts, not by characters: `a/b` comes before `a-b`.
    files.sort { Self.precedes($0.parts, $1.parts) }
  }

  /// Where a file lies.
  func path(of file: File) -> String { file.parts == ["."] ? whole : "\(root)/\(file.name)" }

  private mutating func collect(_ parts: [String]) throws {
    let folder = ([root] + parts).joined(separator: "/")
    guard let names = FolderNames.read(folder) else { throw InputFile.unreadable(folder) }
    for name in names where !(parts.isEmpty && Self.ignored.contains(name)) {
      let path = "\(folder)/\(name)"
      let status = try Self.status(path)
      var link = stat()
      guard lstat(path, &link) == 0 else { throw InputFile.unreadable(path) }
      switch status.st_mode & S_IFMT {
      case S_IFREG: files.append(File(parts + [name], status))
      case S_IFDIR where link.st_mode & S_IFMT != S_IFLNK && parts.count < Self.maximumDepth:
        try collect(parts + [name])
      default: throw Self.refused(path, "is neither a file nor a folder of the model")
      }
      guard files.count <= Self.maximumFiles else {
        throw Self.refused(root, "holds more than \(Self.maximumFiles) files")
      }
    }
  }

  private static func status(_ path: String) throws -> stat {
    var status = stat()
    guard stat(path, &status) == 0 else { throw InputFile.unreadable(path) }
    return status
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
