/// What a model is, read from its files: the evidence behind the sizes that a card prints.
package struct ModelRecord: EventBody {
  package static let kind = "model.inspect"

  package var run: String
  /// A short name for people, the same as in the figures of its evaluations.
  package var model: String
  /// The digest of the model as OpenSSF model signing has it.
  package var sha256: Digest
  /// `safetensors`, `gguf` or the word of a classifier's format.
  package var container: String
  package var architecture: String
  /// Named whole numbers, such as `parameters`, `layers`, `context_tokens`.
  package var sizes: [String: Int]
  /// Tensor types with their elements.
  package var formats: [String: Int]

  package init(
    run: String,
    model: String,
    sha256: Digest,
    container: String,
    architecture: String,
    sizes: [String: Int],
    formats: [String: Int] = [:]
  ) {
    self.run = run
    self.model = model
    self.sha256 = sha256
    self.container = container
    self.architecture = architecture
    self.sizes = sizes
    self.formats = formats
  }

  package var members: [String: CanonicalValue] {
    [
      "model": .string(model), "model_sha256": .string(sha256.hex),
      "container": .string(container), "architecture": .string(architecture),
      "sizes": .object(sizes.mapValues { .integer($0) }),
      "formats": .object(formats.mapValues { .integer($0) }),
    ]
  }

  package init(reading members: EventMembers) throws {
    self.init(
      run: try members.string("run"),
      model: try members.string("model"),
      sha256: try members.digest("model_sha256"),
      container: try members.string("container"),
      architecture: try members.string("architecture"),
      sizes: try members.counts("sizes"),
      formats: try members.counts("formats")
    )
  }
}
