import SafetyCore
import SafetyPolicy

/// What the judge behind a detector said of a passage.
package struct JudgeAnswer: Sendable, Hashable {
  /// The detector's place in the policy.
  package var detector: Int
  /// The highest score of the labels that the detector asks for.
  package var score: Double?
  /// Why there is none.
  package var failure: String?
}

extension GuardProgram {
  /// Detectors behind which a judge stands and which a rule of the stage asks, given what others found.
  func asking(
    _ stages: [GuardStage],
    _ evidence: GuardEvidence,
    _ facts: GuardFacts
  ) -> [Int] {
    guard !judges.isEmpty else { return [] }
    let asked = stages.reduce(into: Set<Int>()) { $0.formUnion(self.asked[$1] ?? []) }
    return judges.keys.filter { index in
      guard asked.contains(index) else { return false }
      // Where it is unknown whether it must be asked, it is.
      return policy.detectors[index].trigger?.holds(evidence, facts) ?? true
    }.sorted()
  }

  /// Asks the judges of detectors about a passage, each for no longer than its time.
  ///
  /// - Returns: One answer a detector, in their order; a judge that failed or is late has no score.
  func ask(_ detectors: [Int], about passage: JudgedPassage) async -> [JudgeAnswer] {
    var answers: [JudgeAnswer] = []
    for index in detectors {
      guard let judge = judges[index] else { continue }
      let detector = policy.detectors[index]
      var answer = JudgeAnswer(detector: index)
      do {
        let scores = try await Deadline.run(timeLimit(of: detector)) {
          try await judge.scores(of: passage)
        }
        answer.score = Self.score(scores, judge.labels, detector)
        if answer.score == nil { answer.failure = "\(detector.id) gave no score" }
      } catch is Deadline.Passed {
        answer.failure = "\(detector.id) took too long"
      } catch {
        answer.failure = "\(detector.id) failed"
      }
      answers.append(answer)
    }
    return answers
  }

  private func timeLimit(of detector: GuardDetector) -> Duration {
    .milliseconds(detector.timeout ?? policy.settings.timeout(of: detector.cost))
  }

  private static func score(
    _ scores: [Double],
    _ labels: [String],
    _ detector: GuardDetector
  ) -> Double? {
    guard scores.count == labels.count else { return nil }
    let asked = zip(labels, scores).filter {
      detector.only.isEmpty || detector.only.contains($0.0)
    }.map(\.1)
    // One that is no number must not hide behind the others.
    guard !asked.isEmpty, asked.allSatisfy({ (0...1).contains($0) }) else { return nil }
    return asked.max()
  }

  /// Takes an answer into evidence.
  func note(_ answer: JudgeAnswer, in evidence: inout GuardEvidence) {
    if let score = answer.score {
      let isHit = score >= policy.detectors[answer.detector].threshold
      evidence.add(answer.detector, score: score, isHit: isHit)
    }
    if let failure = answer.failure { evidence.fail(answer.detector, failure) }
  }
}
