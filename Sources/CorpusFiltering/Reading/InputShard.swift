/// One input file and the name that everything about it carries.
package struct InputShard: Sendable, Hashable {
  /// The path below the folder that was given, or a single file's own name; outputs mirror it.
  package var name: String
  /// Where the bytes are, `-` for standard input.
  package var path: String
  package var format: InputFormat
  /// Bytes on disk, nil for a pipe.
  package var size: Int?

  package init(name: String, path: String, format: InputFormat, size: Int? = nil) {
    self.name = name
    self.path = path
    self.format = format
    self.size = size
  }
}
