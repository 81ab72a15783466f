/// One file of a run's input manifest.
package struct ShardInput: Sendable, Hashable {
  /// The path relative to the input, with `/` between folders.
  package var name: String
  /// Bytes of the file as it lies on disk, compressed or not.
  package var size: Int
  /// Of the same bytes as `size`.
  package var sha256: Digest

  package init(name: String, size: Int, sha256: Digest) {
    self.name = name
    self.size = size
    self.sha256 = sha256
  }

  var value: CanonicalValue {
    ["name": .string(name), "size": .integer(size), "sha256": .string(sha256.hex)]
  }

  init(reading members: EventMembers) throws {
    name = try members.string("name")
    size = try members.count("size")
    sha256 = try members.digest("sha256")
  }
}
