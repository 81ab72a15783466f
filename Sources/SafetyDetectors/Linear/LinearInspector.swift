import SafetyCore
import TextViews

/// Scores documents for one worker.
final class LinearInspector: Inspector {
  private let detector: LinearDetector
  private let windows: LinearWindows

  init(_ detector: LinearDetector) {
    self.detector = detector
    windows = LinearWindows(detector.model, window: detector.window)
  }

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    let view = subject.normalized
    let shareRule = LinearLabel.allCases.count
    windows.take(view)
    guard windows.count > 0 else {
      for rule in 0...shareRule { inspection.record(rule, 0) }
      return
    }
    for label in LinearLabel.allCases.indices {
      let flagged = judge(label, view, &inspection)
      if label == 0 {
        inspection.record(shareRule, Double(flagged) / Double(windows.count))
      }
    }
  }

  /// Records the highest score of any window and names the windows that are evidence.
  ///
  /// - Returns: How many those are.
  private func judge(
    _ label: Int,
    _ view: NormalizedText,
    _ inspection: inout Inspection
  ) -> Int {
    var highest = -Double.infinity
    for window in 0..<windows.count { highest = max(highest, windows.value(label, window)) }
    let best = detector.model.curves[label].score(highest)
    inspection.record(label, best)
    // The curve never descends: where the best is no evidence, nothing is.
    return best < detector.evidenceScore ? 0 : addSpans(label, view, &inspection)
  }

  /// Names the windows that are evidence, and counts them.
  private func addSpans(
    _ label: Int,
    _ view: NormalizedText,
    _ inspection: inout Inspection
  ) -> Int {
    var flagged = 0
    var run: Range<Int>?
    var runScore = 0.0
    for window in 0..<windows.count {
      let score = windows.score(label, window)
      guard score >= detector.evidenceScore else { continue }
      flagged += 1
      let words = windows.words(of: window)
      if let known = run, known.upperBound >= words.lowerBound {
        run = known.lowerBound..<words.upperBound
        runScore = max(runScore, score)
      } else {
        addSpan(label, run, runScore, view, &inspection)
        run = words
        runScore = score
      }
    }
    addSpan(label, run, runScore, view, &inspection)
    return flagged
  }

  /// Adjoining windows are one span, with the score of the worst.
  private func addSpan(
    _ label: Int,
    _ words: Range<Int>?,
    _ score: Double,
    _ view: NormalizedText,
    _ inspection: inout Inspection
  ) {
    guard let words else { return }
    let start = view.words[words.lowerBound].range.lowerBound
    let end = view.words[words.upperBound - 1].range.upperBound
    inspection.addSpan(label, view.sourceRange(of: start..<end), score: score)
  }
}
