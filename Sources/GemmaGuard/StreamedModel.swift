import SafetyCore

/// Any sequence of texts as a generator.
struct StreamedModel<Pieces: AsyncSequence & Sendable>: TextGenerator
where Pieces.Element == String {
  let name: String
  private let model: @Sendable (String?) async throws -> Pieces

  init(name: String, _ model: @escaping @Sendable (String?) async throws -> Pieces) {
    self.name = name
    self.model = model
  }

  func generate(
    _ request: GenerationRequest
  ) -> AsyncThrowingStream<GenerationPiece, any Error> {
    let (stream, continuation) = AsyncThrowingStream<GenerationPiece, any Error>.makeStream()
    // A sequence can be read by one task only; it ends with the stream.
    let task = Task { [model] in
      do {
        for try await text in try await model(request.addendum) { continuation.yield(.text(text)) }
        continuation.yield(.finished(.stop))
        continuation.finish()
      } catch { continuation.finish(throwing: error) }
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }
}
