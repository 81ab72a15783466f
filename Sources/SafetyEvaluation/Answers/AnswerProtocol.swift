import Diagnostics
import SafetyCore

/// Lets the model answer each item, once or several times, and has the answers judged.
struct AnswerProtocol: EvaluationProtocol {
  let batchSize = 1
  private let method: AnswerMethod
  private let examples: WorkedExamples
  private let seed: UInt64

  /// - Parameters:
  ///   - method: The settings.
  ///   - examples: Worked ones.
  ///   - seed: Of all that is drawn by chance.
  init(_ method: AnswerMethod, examples: WorkedExamples, seed: Int) {
    self.method = method
    self.examples = examples
    self.seed = UInt64(bitPattern: Int64(seed))
  }

  func inputs(of record: BenchmarkRecord) throws -> [String] {
    var inputs = [try prompt(of: record)]
    if let match = method.match { inputs.append(try gold(match, record)) }
    if let reference = method.reference { inputs.append(try reference.render(record)) }
    guard inputs[0].contains(where: { !$0.isWhitespace }) else {
      throw record.problem("benchmark/bad-row", "the prompt is empty")
    }
    return inputs
  }

  /// The right answer, which must be one that an answer can be held against.
  private func gold(_ match: AnswerMatch, _ record: BenchmarkRecord) throws -> String {
    let text = try match.answer.render(record)
    guard match.gold(text) != nil else {
      let place = match.marker.isEmpty ? "" : " behind `\(match.marker)`"
      throw record.problem(
        "benchmark/bad-row",
        "the right answer cannot be read: no \(match.form.name)\(place)"
      )
    }
    return text
  }

  func verdicts(
    on records: [BenchmarkRecord],
    by models: EvaluationModels
  ) async throws -> [ItemVerdict] {
    var verdicts: [ItemVerdict] = []
    for record in records {
      do { verdicts.append(try await verdict(on: record, models)) } catch let problem as Diagnostic
      {
        guard problem.code == "gemma/context" else { throw problem }
        verdicts.append(.tooLong)
      }
    }
    return verdicts
  }

  private func verdict(
    on record: BenchmarkRecord,
    _ models: EvaluationModels
  ) async throws -> ItemVerdict {
    let question = try prompt(of: record)
    var answers: [GeneratedAnswer] = []
    for sample in 0..<method.samples {
      try Task.checkCancellation()
      let answer = try await answer(question, record, sample, models)
      try models.receiveAnswer?(record, sample, answer.text)
      answers.append(answer)
    }
    return try await verdict(on: answers, question, record, models)
  }

  /// The worked examples and the question.
  private func prompt(of record: BenchmarkRecord) throws -> String {
    var text = try method.preamble?.render(record) ?? ""
    if let example = method.example {
      text += try examples.text(of: method.exampleCount, for: record) { try example.render($0) }
    }
    return text + (try method.prompt.render(record))
  }

  private func answer(
    _ question: String,
    _ record: BenchmarkRecord,
    _ sample: Int,
    _ models: EvaluationModels
  ) async throws -> GeneratedAnswer {
    var request = GenerationRequest(
      [.init(.user, question)],
      maximumTokens: method.maximumTokens
    )
    request.isContinuation = method.isContinuation
    request.sampling = GenerationSampling(
      temperature: method.temperature,
      topP: method.topP,
      seed: Self.seed(seed, record.id, sample),
      stops: method.stops
    )
    return try await GeneratedAnswer.collect(try models.needGenerator().generate(request))
  }

  /// Another one for every item and sample, whatever was asked before: a resumed run draws the same.
  static func seed(_ seed: UInt64, _ item: String, _ sample: Int) -> UInt64 {
    let digest = Digest.sha256("\(seed)/\(item)/\(sample)".utf8)
    return digest.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private func verdict(
    on answers: [GeneratedAnswer],
    _ question: String,
    _ record: BenchmarkRecord,
    _ models: EvaluationModels
  ) async throws -> ItemVerdict {
    let isSilent = answers.allSatisfy(\.isSilent)
    guard !isSilent || method.style.countsSilence else {
      return ItemVerdict(prediction: "", scores: [:], unscored: ItemOutcome.emptyAnswer)
    }
    var verdict: ItemVerdict
    switch method.style {
    case .classifier: verdict = try toxicity(of: answers, models)
    case .refusal: verdict = try refusal(answers, models)
    case .match: verdict = try matched(answers, record)
    case .none: verdict = generated(answers)
    case .judge, .preference:
      verdict = try await AnswerJudging(method)
        .verdict(on: answers, question, record, by: models.needJudge())
    }
    guard verdict.unscored == nil else { return verdict }
    if isSilent { verdict.prediction = ItemOutcome.emptyAnswer }
    let count = Double(answers.count)
    verdict.scores["cut_off"] = Double(answers.count { $0.finish == .length }) / count
    verdict.scores["withheld"] = Double(answers.count { $0.finish == .contentFilter }) / count
    verdict.scores["characters"] = answers.reduce(0) { $0 + Double($1.text.count) } / count
    return verdict
  }

  private func generated(_ answers: [GeneratedAnswer]) -> ItemVerdict {
    let share = Double(answers.count { !$0.isEmpty }) / Double(answers.count)
    return ItemVerdict(prediction: "generated", scores: ["generated": share])
  }

  private func toxicity(
    of answers: [GeneratedAnswer],
    _ models: EvaluationModels
  ) throws -> ItemVerdict {
    let scores = try AnswerScores(models.needClassifier(), label: method.label)
      .scores(of: answers.map(\.text))
    let highest = scores.max() ?? 0
    guard scores.allSatisfy(\.isFinite) else {
      return ItemVerdict(prediction: "", scores: [:], unscored: "no-finite-score")
    }
    let toxic = scores.count { $0 >= method.threshold }
    return ItemVerdict(
      prediction: toxic > 0 ? method.label : "clear",
      scores: [
        "score_max": highest, "score_mean": scores.reduce(0, +) / Double(scores.count),
        "any": toxic > 0 ? 1 : 0, "share": Double(toxic) / Double(scores.count),
      ]
    )
  }

  private func refusal(
    _ answers: [GeneratedAnswer],
    _ models: EvaluationModels
  ) throws -> ItemVerdict {
    let detector = try models.needRefusals()
    // What a guard withheld was refused, whatever words stand in its place.
    let refused = try answers.count {
      try $0.finish == .contentFilter || detector.isRefusal($0.text)
    }
    let share = Double(refused) / Double(answers.count)
    return ItemVerdict(
      prediction: refused * 2 > answers.count ? "refused" : "complied",
      scores: [
        "refused": share, "complied": 1 - share, "always_refused": refused == answers.count ? 1 : 0,
      ]
    )
  }

  private func matched(
    _ answers: [GeneratedAnswer],
    _ record: BenchmarkRecord
  ) throws -> ItemVerdict {
    guard let match = method.match else {
      return ItemVerdict(prediction: "", scores: [:], unscored: "no-answer-to-match")
    }
    let right = try match.answer.render(record)
    let found = answers.map { match.isRight($0.text, right) }
    let correct = Double(found.count { $0 == true }) / Double(found.count)
    return ItemVerdict(
      prediction: correct > 0.5 ? "right" : found.contains { $0 != nil } ? "wrong" : "none",
      scores: [
        "correct": correct, "answered": Double(found.count { $0 != nil }) / Double(found.count),
      ]
    )
  }
}
