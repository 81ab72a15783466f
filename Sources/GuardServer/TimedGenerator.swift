import SafetyCore

/// A model whose times are taken.
struct TimedGenerator: TextGenerator {
  private let generator: any TextGenerator
  private let timing: GuardTiming

  init(_ generator: any TextGenerator, _ timing: GuardTiming) {
    self.generator = generator
    self.timing = timing
  }

  var name: String { generator.name }
  var digest: Digest? { get async throws { try await generator.digest } }

  func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationPiece, any Error> {
    timing.noteQuestion()
    let pieces = TimedPieces(generator.generate(request), timing)
    return AsyncThrowingStream { try await pieces.next() }
  }
}

private actor TimedPieces {
  private var iterator: AsyncThrowingStream<GenerationPiece, any Error>.Iterator
  private let timing: GuardTiming

  init(_ pieces: AsyncThrowingStream<GenerationPiece, any Error>, _ timing: GuardTiming) {
    iterator = pieces.makeAsyncIterator()
    self.timing = timing
  }

  func next() async throws -> GenerationPiece? {
    var iterator = iterator
    let piece = try await iterator.next(isolation: self)
    self.iterator = iterator
    if case .text? = piece { timing.notePiece() }
    return piece
  }
}
