/// The port behind which a model stands: the engine of this package or a server elsewhere.
package protocol TextGenerator: Sendable {
  /// Names the model and its weights in records.
  var name: String { get }
  /// Of the model's files; nil where nobody computes it. It may take as long as reading them does.
  var digest: Digest? { get async throws }

  /// Begins an answer; it ends with `finished` or by throwing, and is given up by cancelling.
  func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationPiece, any Error>
}

extension TextGenerator {
  package var digest: Digest? { nil }
}
