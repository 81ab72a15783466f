import Diagnostics
import Glibc

/// Makes the folders of outputs and secures names in them.
package enum OutputFolder {
  /// Makes the folders that `folder/name` needs and returns the path.
  ///
  /// - Throws: `output/bad-name` for a name that leads out of the folder.
  static func prepare(_ folder: String, for name: String) throws(Diagnostic) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
      throw Diagnostic(
        "output/bad-name",
        "the name leads out of the output folder",
        at: .init(file: name)
      )
    }
    let path = "\(folder)/\(name)"
    try make(parent(of: path))
    return path
  }

  /// Returns when the names in the folder that holds a file are on the disk.
  ///
  /// - Throws: `output/write-failed` and its like.
  package static func flush(folderOf path: String) throws(Diagnostic) {
    let folder = parent(of: path)
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw SystemError.output(errno, doing: "open the folder", path: folder)
    }
    defer { close(descriptor) }
    // Some network file systems cannot flush a folder and say so with EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw SystemError.output(errno, doing: "flush the folder", path: folder)
    }
  }

  /// Makes a folder and those it stands in, where they are not there.
  ///
  /// - Throws: `output/permission` and its like.
  package static func make(_ folder: String) throws(Diagnostic) {
    guard FileStatus(path: folder)?.kind != .folder else { return }
    if parent(of: folder) != folder { try make(parent(of: folder)) }
    if mkdir(folder, 0o777) != 0 {
      let number = errno
      // Another process may have made it meanwhile; a file of the name is something else.
      guard number == EEXIST, FileStatus(path: folder)?.kind == .folder else {
        throw SystemError.output(number, doing: "make the folder", path: folder)
      }
    }
    try flush(folderOf: folder)
  }

  /// The folder that a path stands in.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
