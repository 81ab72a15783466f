/// The document of which another one is a copy, by its place in the run's input.
package struct OriginalDocument: Sendable, Hashable {
  /// At most 160 bytes; a longer id ends in `…`.
  package var id: String
  /// Index into the run's input manifest.
  package var shard: Int
  /// Counted from one.
  package var line: Int

  package init(id: String, shard: Int, line: Int) {
    self.id = id
    self.shard = shard
    self.line = line
  }

  var canonical: CanonicalValue {
    ["id": .string(id), "shard": .integer(shard), "line": .integer(line)]
  }

  init(reading members: EventMembers) throws {
    self.init(
      id: try members.string("id"),
      shard: try members.count("shard"),
      line: try members.count("line")
    )
  }
}
