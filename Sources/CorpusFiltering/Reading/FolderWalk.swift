import Diagnostics
import Glibc

/// A walk through folders that notes what it finds, and never goes round in circles.
struct FolderWalk {
  let discovery: InputDiscovery
  /// The output folder, where it exists.
  let output: FileStatus?
  var inventory = InputInventory()
  private var ancestors: [FileStatus.Identity] = []

  init(discovery: InputDiscovery, output: FileStatus?) {
    self.discovery = discovery
    self.output = output
  }

  /// Reads a folder; its name is the path below the input, empty for the input itself.
  mutating func visit(_ path: String, name: String, status: FileStatus) {
    guard status.identity != output?.identity else {
      inventory.ignored.append(.init(path: path, reason: .outputFolder))
      return
    }
    guard !ancestors.contains(status.identity) else {
      quarantine(path, "input/symlink-loop", "the link leads back to a folder above it")
      return
    }
    guard let entries = entries(of: path) else { return }
    ancestors.append(status.identity)
    for entry in entries {
      let below = path.hasSuffix("/") ? path + entry : "\(path)/\(entry)"
      visitEntry(below, name: name.isEmpty ? entry : "\(name)/\(entry)", entry: entry)
    }
    ancestors.removeLast()
  }

  private mutating func visitEntry(_ path: String, name: String, entry: String) {
    guard !entry.hasPrefix(".") else {
      inventory.ignored.append(.init(path: path, reason: .hidden))
      return
    }
    guard let status = FileStatus(path: path) else {
      let number = errno
      let isLoop = number == ELOOP
      quarantine(
        path,
        isLoop ? "input/symlink-loop" : "input/unreadable",
        isLoop
          ? "the link leads to itself" : "cannot reach the file: \(SystemError.phrase(number))"
      )
      return
    }
    guard discovery.admits(name, isFolder: status.kind == .folder) else {
      inventory.ignored.append(.init(path: path, reason: .excluded))
      return
    }
    switch status.kind {
    case .folder:
      visit(path, name: name, status: status)
    case .file:
      addFile(path, name: name, entry: entry, size: status.size)
    default:
      quarantine(path, "input/not-a-file", "neither a file nor a folder")
    }
  }

  private mutating func addFile(_ path: String, name: String, entry: String, size: Int) {
    guard let format = discovery.formatOfFile(named: entry) else {
      inventory.ignored.append(.init(path: path, reason: .unknownFormat))
      return
    }
    inventory.shards.append(InputShard(name: name, path: path, format: format, size: size))
  }

  private mutating func quarantine(_ path: String, _ code: String, _ message: String) {
    inventory.quarantined.append(QuarantineEntry(shard: path, code: code, message: message))
  }

  /// Names in the order of their bytes, nil where the folder cannot be read.
  private mutating func entries(of path: String) -> [String]? {
    guard let folder = opendir(path) else {
      quarantine(
        path,
        "input/unreadable",
        "cannot open the folder: \(SystemError.phrase(errno))"
      )
      return nil
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      // The name is read in place: the system may give it more bytes than the declared array has.
      let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
      let bytes = UnsafeRawPointer(entry) + offset
      guard let name = String(validatingCString: bytes.assumingMemoryBound(to: CChar.self)) else {
        quarantine(path, "input/invalid-name", "a name in the folder is not valid UTF-8")
        continue
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
