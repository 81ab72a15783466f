import Diagnostics
import Glibc

/// Finds the shards under the paths of a command.
package struct InputDiscovery: Sendable {
  private let include: [GlobPattern]
  private let exclude: [GlobPattern]
  private let format: InputFormat?
  private let outputFolder: String?

  /// - Parameters:
  ///   - include: Patterns of which a file must match one; none lets every file in.
  ///   - exclude: Patterns that leave files and folders out; the last match decides.
  ///   - format: The format of every file, whatever its extension.
  ///   - outputFolder: A folder that is never read, should it stand inside an input.
  package init(
    include: [String] = [],
    exclude: [String] = [],
    format: InputFormat? = nil,
    outputFolder: String? = nil
  ) {
    self.include = include.map(GlobPattern.init)
    self.exclude = exclude.map(GlobPattern.init)
    self.format = format
    self.outputFolder = outputFolder
  }

  /// Walks the paths: files, folders, `-` for standard input.
  ///
  /// What is wrong inside a folder becomes a quarantine entry.
  ///
  /// - Throws: Every path that does not exist, has no known format, or gives a name twice.
  package func inventory(of paths: [String]) throws(Diagnostics) -> InputInventory {
    var walk = FolderWalk(discovery: self, output: outputFolder.flatMap { FileStatus(path: $0) })
    var problems: [Diagnostic] = []
    for path in paths {
      do throws(Diagnostic) {
        try add(path, to: &walk)
      } catch {
        problems.append(error)
      }
    }
    walk.inventory.shards.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    problems += Self.sameNames(walk.inventory.shards)
    guard problems.isEmpty else { throw Diagnostics(problems) }
    return walk.inventory
  }

  /// Whether the patterns let a file or folder in.
  func admits(_ name: String, isFolder: Bool) -> Bool {
    let last = exclude.last { $0.matchesItself(name, isFolder: isFolder) }
    guard last?.isNegated ?? true else { return false }
    guard !isFolder, !include.isEmpty else { return true }
    guard let last = include.last(where: { $0.matches(name) }) else { return false }
    return !last.isNegated
  }

  func formatOfFile(named name: String) -> InputFormat? { format ?? InputFormat(fileName: name) }

  private func add(_ path: String, to walk: inout FolderWalk) throws(Diagnostic) {
    guard path != "-" else {
      let chosen = format ?? .jsonl
      walk.inventory.shards.append(
        InputShard(name: "stdin.\(chosen.fileExtension)", path: "-", format: chosen)
      )
      return
    }
    guard let status = FileStatus(path: path) else {
      throw Diagnostic(
        "input/not-found",
        "cannot reach the input: \(SystemError.phrase(errno))",
        at: .init(file: path)
      )
    }
    guard status.kind == .folder else { return try addFile(path, status, to: &walk) }
    walk.visit(path, name: "", status: status)
  }

  private func addFile(
    _ path: String,
    _ status: FileStatus,
    to walk: inout FolderWalk
  ) throws(Diagnostic) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard admits(name, isFolder: false) else {
      walk.inventory.ignored.append(.init(path: path, reason: .excluded))
      return
    }
    guard let format = formatOfFile(named: name) else {
      throw Diagnostic(
        "input/unknown-format",
        "the extension of the file names no known format",
        at: .init(file: path),
        hint: "name the format, such as `--format jsonl`"
      )
    }
    walk.inventory.shards.append(
      InputShard(
        name: name,
        path: path,
        format: format,
        size: status.kind == .file ? status.size : nil
      )
    )
  }

  private static func sameNames(_ shards: [InputShard]) -> [Diagnostic] {
    zip(shards, shards.dropFirst()).filter { $0.name == $1.name }.map { first, second in
      Diagnostic(
        "input/same-name",
        "two inputs would be written under the same name `\(first.name)`: \(first.path) and "
          + "\(second.path)",
        at: .init(file: second.path),
        hint: "give the folder that holds both, or run the filter once for each"
      )
    }
  }
}
