import GemmaInference
import SafetyCore
import Synchronization

/// One answer of a native model on its way.
final class NativeAnswer {
  private let answer: TextGeneration
  private let promptTokens: Int
  private var completionTokens = 0
  private var hasCounted = false
  private var isOver = false

  /// Begins an answer; nothing is computed yet.
  init(
    _ model: LoadedModel,
    _ request: SafetyCore.GenerationRequest,
    _ sampling: GenerationSettings
  ) throws {
    (answer, promptTokens) = try model.begin(request, sampling)
  }

  /// The next piece, nil after the last.
  func next() throws -> GenerationPiece? {
    guard !isOver else { return nil }
    while !answer.isOver, let piece = try answer.next() {
      if piece.token != nil { completionTokens += 1 }
      if !piece.text.isEmpty { return .text(piece.text) }
    }
    guard hasCounted else {
      hasCounted = true
      return .usage(.init(prompt: promptTokens, completion: completionTokens))
    }
    isOver = true
    return .finished(answer.finish == .length ? .length : .stop)
  }
}

/// Numbers of answers that nobody asks for any more.
final class AbandonedAnswers: Sendable {
  private let numbers = Mutex<[Int]>([])

  func add(_ number: Int) { numbers.withLock { $0.append(number) } }

  func take() -> [Int] {
    numbers.withLock { kept in
      defer { kept = [] }
      return kept
    }
  }
}

/// Whoever holds it may ask for an answer; when it goes, the answer is abandoned.
final class AnswerTicket: Sendable {
  let number: Int
  private let abandoned: AbandonedAnswers

  init(number: Int, abandoned: AbandonedAnswers) {
    self.number = number
    self.abandoned = abandoned
  }

  deinit { abandoned.add(number) }
}
