import Diagnostics

/// One input file and the name that everything about it carries.
package struct InputShard: Sendable, Hashable {
  /// The path below the folder that was given, or a single file's own name; outputs mirror it.
  package var name: String
  /// Where the bytes are, `-` for standard input.
  package var path: String
  package var format: InputFormat
  /// Bytes on disk, nil for a pipe.
  package var size: Int?
  /// The file as it was before its digest was computed; nil where nobody looked.
  package var stamp: FileStatus.Stamp?

  package init(name: String, path: String, format: InputFormat, size: Int? = nil) {
    self.name = name
    self.path = path
    self.format = format
    self.size = size
  }

  /// Remembers the file as it is now, unless that was done before.
  package mutating func rememberFile() {
    if stamp == nil { stamp = FileStatus(path: path)?.stamp }
  }

  /// Makes sure that the file is the one that was remembered, as far as its place on the disk, its size
  /// and the time of its last change tell.
  ///
  /// - Parameters:
  ///   - code: Of the problem.
  ///   - hint: What to do about it.
  /// - Throws: A problem of that code; never where nothing was remembered.
  func requireUnchanged(
    code: Diagnostic.Code,
    hint: String
  ) throws(Diagnostic) {
    guard let stamp, FileStatus(path: path)?.stamp != stamp else { return }
    throw Diagnostic(code, "the file changed while it was read", at: .init(file: path), hint: hint)
  }
}
