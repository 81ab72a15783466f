import SafetyCore

/// One file that a training mixture was written to.
package struct MixtureArtifact: EventBody {
  package static let kind = "mix.file"

  package var run: String
  /// Below the folder of the results.
  package var name: String
  package var documents: Int
  /// Bytes of the file as it lies on disk.
  package var size: Int
  /// Of the same bytes.
  package var sha256: Digest

  package init(run: String, name: String, documents: Int, size: Int, sha256: Digest) {
    self.run = run
    self.name = name
    self.documents = documents
    self.size = size
    self.sha256 = sha256
  }

  package var members: [String: CanonicalValue] {
    [
      "name": .string(name), "documents": .integer(documents), "size": .integer(size),
      "sha256": .string(sha256.hex),
    ]
  }

  package init(reading members: EventMembers) throws {
    self.init(
      run: try members.string("run"),
      name: try members.string("name"),
      documents: try members.count("documents"),
      size: try members.count("size"),
      sha256: try members.digest("sha256")
    )
  }
}
