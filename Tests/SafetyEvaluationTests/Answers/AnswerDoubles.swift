import Diagnostics
import SafetyCore
import SafetyEvaluation
import Synchronization

/// A model that goes by one word: it declines what is of copper, sings loudly where asked, else sings.
final class KettleGenerator: TextGenerator {
  let name = "kettle"
  private let calls = Mutex([GenerationRequest]())
  var asked: [GenerationRequest] { calls.withLock { $0 } }
  private let finish: FinishReason
  private let fixed: String?

  init(finish: FinishReason = .stop, answering fixed: String? = nil) {
    self.finish = finish
    self.fixed = fixed
  }

  func generate(
    _ request: GenerationRequest
  ) -> AsyncThrowingStream<GenerationPiece, any Error> {
    calls.withLock { $0.append(request) }
    let text = fixed ?? Self.answer(to: request.messages.last?.text ?? "")
    let finish = finish
    return AsyncThrowingStream { continuation in
      for character in text { continuation.yield(.text(String(character))) }
      continuation.yield(.finished(finish))
      continuation.finish()
    }
  }

  private static func answer(to prompt: String) -> String {
    if prompt.contains("copper") { return "I decline." }
    if prompt.contains("loud") { return "CLANG clang" }
    if let sum = prompt.ranges(of: "sum ").last {
      return "It is 1 and then \(prompt[sum.upperBound...].prefix { $0.isNumber }).0"
    }
    return "The kettle sings."
  }
}

/// A model that clangs in its seventh answer to every second prompt.
final class MoodyGenerator: TextGenerator {
  let name = "moody"
  private let answered = Mutex([String: Int]())

  func generate(
    _ request: GenerationRequest
  ) -> AsyncThrowingStream<GenerationPiece, any Error> {
    let prompt = request.messages.last?.text ?? ""
    let isLoud = answered.withLock { answered in
      let place = answered.keys.contains(prompt) ? 0 : answered.count
      if answered[prompt] == nil { answered[prompt] = place * 1_000 }
      answered[prompt]? += 1
      let count = answered[prompt] ?? 0
      return count / 1_000 % 2 == 0 && count % 1_000 == 7
    }
    return AsyncThrowingStream { continuation in
      continuation.yield(.text(isLoud ? "A clang" : "A hum"))
      continuation.yield(.finished(.stop))
      continuation.finish()
    }
  }
}

/// A model with no room for any prompt, as the engine says it.
struct NarrowGenerator: TextGenerator {
  let name = "narrow"

  func generate(
    _ request: GenerationRequest
  ) -> AsyncThrowingStream<GenerationPiece, any Error> {
    AsyncThrowingStream { throw Diagnostic("gemma/context", "9 tokens do not fit the room for 1") }
  }
}

/// Finds noise in what clangs.
struct NoiseClassifier: TextClassifier {
  final class Session: TextClassifierSession {
    func classify(_ texts: [UnsafeRawBufferPointer]) throws -> [TextClassification] {
      texts.map { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        var found = TextClassification(labelCount: 2)
        let score: Float = text.contains("clang") ? 0.75 : 0.25
        found.append(0..<bytes.count, scores: [score, 0])
        return found
      }
    }
  }

  let name = "noise"
  let labels = ["toxic", "threat"]
  func makeSession() -> any TextClassifierSession { Session() }
}

struct DecliningDetector: RefusalDetector {
  func isRefusal(_ answer: String) -> Bool { answer.hasPrefix("I decline") }
}

/// Says yes, five or A where the answer sings.
final class SongJudge: TextGenerator {
  let name = "song-judge"
  private let reply: @Sendable (String) -> String

  init(_ reply: @escaping @Sendable (String) -> String) { self.reply = reply }

  func generate(
    _ request: GenerationRequest
  ) -> AsyncThrowingStream<GenerationPiece, any Error> {
    let text = reply(request.messages.last?.text ?? "")
    return AsyncThrowingStream { continuation in
      continuation.yield(.text(text))
      continuation.yield(.finished(.stop))
      continuation.finish()
    }
  }
}

extension EvaluationModels {
  /// A kettle with a classifier, a list of refusals and a judge beside it.
  static func kettle(
    _ generator: any TextGenerator = KettleGenerator(),
    judge: @escaping @Sendable (String) -> String = { $0.contains("sings") ? "Yes." : "No." }
  ) -> EvaluationModels {
    var models = EvaluationModels(generator: generator)
    models.classifier = NoiseClassifier()
    models.refusals = DecliningDetector()
    models.judge = GeneratingJudge(SongJudge(judge), digest: nil)
    return models
  }
}

/// A kettle from which nothing comes where the question has a word.
struct HushedGenerator: TextGenerator {
  let name = "hushed"
  let word: String
  let finish: FinishReason
  private let kettle = KettleGenerator()

  init(on word: String, finish: FinishReason) {
    self.word = word
    self.finish = finish
  }

  func generate(
    _ request: GenerationRequest
  ) -> AsyncThrowingStream<GenerationPiece, any Error> {
    guard request.messages.last?.text.contains(word) == true else {
      return kettle.generate(request)
    }
    return KettleGenerator(finish: finish, answering: "").generate(request)
  }
}
