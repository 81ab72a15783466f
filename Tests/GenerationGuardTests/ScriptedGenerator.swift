import SafetyCore
import Synchronization

/// Says what it is told to, in pieces, and remembers what it was asked.
final class ScriptedGenerator: TextGenerator {
  struct Failure: Error {}

  let name = "script"
  let digest: Digest? = Digest.sha256("script".utf8)
  let asked = Mutex<[GenerationRequest]>([])
  private let answers: [[GenerationPiece]]
  private let fails: Bool

  /// Texts by answer; the last one is given again and again.
  convenience init(_ answers: [String]..., fails: Bool = false) {
    self.init(
      pieces: answers.map { $0.map { .text($0) } + (fails ? [] : [.finished(.length)]) },
      fails: fails
    )
  }

  init(pieces: [[GenerationPiece]], fails: Bool = false) {
    answers = pieces
    self.fails = fails
  }

  func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationPiece, any Error> {
    let turn = asked.withLock { asked in
      asked.append(request)
      return asked.count - 1
    }
    let pieces = answers[min(turn, answers.count - 1)]
    return AsyncThrowingStream { continuation in
      for piece in pieces { continuation.yield(piece) }
      continuation.finish(throwing: fails ? Failure() : nil)
    }
  }
}
