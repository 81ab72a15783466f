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
    let source = TextSource { [model] in try await model(request.addendum) }
    return AsyncThrowingStream { try await source.next() }
  }
}

/// Reads a sequence no faster than its pieces are asked for.
private actor TextSource<Pieces: AsyncSequence & Sendable> where Pieces.Element == String {
  private let begin: @Sendable () async throws -> Pieces
  private var iterator: Pieces.AsyncIterator?
  private var isOver = false

  init(_ begin: @escaping @Sendable () async throws -> Pieces) { self.begin = begin }

  func next() async throws -> GenerationPiece? {
    guard !isOver else { return nil }
    var iterator =
      if let begun = self.iterator { begun } else { try await begin().makeAsyncIterator() }
    let text = try await iterator.next(isolation: self)
    self.iterator = iterator
    if let text { return .text(text) }
    // Many sequences end for whoever is cancelled; that is no end of the text.
    try Task.checkCancellation()
    isOver = true
    self.iterator = nil
    return .finished(.stop)
  }
}
