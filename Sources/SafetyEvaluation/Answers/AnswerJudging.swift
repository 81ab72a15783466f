import SafetyCore

/// Has answers judged by a model: by a rubric, or against another answer.
struct AnswerJudging {
  private let method: AnswerMethod

  init(_ method: AnswerMethod) { self.method = method }

  func verdict(
    on answers: [GeneratedAnswer],
    _ question: String,
    _ record: BenchmarkRecord,
    by judge: any AnswerJudge
  ) async throws -> ItemVerdict {
    method.style == .preference
      ? try await preference(answers, question, record, by: judge)
      : try await rubric(answers, question, record, by: judge)
  }

  private func rubric(
    _ answers: [GeneratedAnswer],
    _ question: String,
    _ record: BenchmarkRecord,
    by judge: any AnswerJudge
  ) async throws -> ItemVerdict {
    guard let rubric = method.rubric else {
      return ItemVerdict(prediction: "", scores: [:], unscored: "no-rubric")
    }
    var scores: [Double] = []
    for answer in answers {
      // There is nothing that a judge could find.
      if answer.isWithheldWhole {
        scores.append(0)
        continue
      }
      let score = try await judge.score(
        question: question,
        answer: answer.text,
        rubric: rubric,
        record: record
      )
      guard let score, score.isFinite else {
        return ItemVerdict(prediction: "", scores: [:], unscored: "judge-unreadable")
      }
      scores.append(score)
    }
    let mean = scores.reduce(0, +) / Double(scores.count)
    let found = scores.contains { $0 >= method.threshold }
    return ItemVerdict(
      prediction: found ? "found" : "not-found",
      scores: ["judged": mean, "found": found ? 1 : 0]
    )
  }

  /// Asks twice, the answers in either order, so that a judge that likes the first is seen through.
  private func preference(
    _ answers: [GeneratedAnswer],
    _ question: String,
    _ record: BenchmarkRecord,
    by judge: any AnswerJudge
  ) async throws -> ItemVerdict {
    guard let reference = method.reference, let rubric = method.rubric, let answer = answers.first
    else { return ItemVerdict(prediction: "", scores: [:], unscored: "no-rubric") }
    let other = try reference.render(record)
    var wins: [Bool] = []
    for isFirst in [true, false] {
      var record = record
      record.fields["answer_a"] = .string(isFirst ? answer.text : other)
      record.fields["answer_b"] = .string(isFirst ? other : answer.text)
      let prompt = try rubric.render(record, question: question, answer: answer.text)
      guard let choice = Preference(reading: try await judge.reply(to: prompt)) else {
        return ItemVerdict(prediction: "", scores: [:], unscored: "judge-unreadable")
      }
      wins.append((choice == .a) == isFirst)
    }
    let score = wins[0] == wins[1] ? (wins[0] ? 1.0 : 0) : 0.5
    return ItemVerdict(
      prediction: score == 1 ? "won" : score == 0 ? "lost" : "tied",
      scores: ["win": score, "consistent": wins[0] == wins[1] ? 1 : 0]
    )
  }
}
