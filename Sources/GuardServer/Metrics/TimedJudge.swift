import SafetyCore

/// A model behind a detector whose time is taken, that in which it waits for others included.
package struct TimedJudge: PassageJudge {
  private let judge: any PassageJudge
  private let detector: String
  private let metrics: ServeMetrics

  /// - Parameters:
  ///   - judge: What is asked.
  ///   - detector: The detector's id.
  ///   - metrics: Told how long each passage took.
  package init(_ judge: any PassageJudge, detector: String, _ metrics: ServeMetrics) {
    self.judge = judge
    self.detector = detector
    self.metrics = metrics
  }

  package var labels: [String] { judge.labels }
  package var digest: Digest { judge.digest }
  package var template: Digest? { judge.template }

  package func scores(of passage: JudgedPassage) async throws -> [Double] {
    let start = ContinuousClock.now
    defer { metrics.judged(detector, ContinuousClock.now - start) }
    return try await judge.scores(of: passage)
  }
}
