import SafetyCore

/// Turns the windows of the last stage into the values and spans of the label rules.
struct CascadeEvidence {
  private let windows: [CascadeWindow]
  private let evidenceScore: Double

  init(_ windows: [CascadeWindow], evidenceScore: Double) {
    self.windows = windows.sorted { $0.range.lowerBound < $1.range.lowerBound }
    self.evidenceScore = evidenceScore
  }

  /// Records the probability of each label, and names the windows that are evidence.
  ///
  /// - Returns: Bytes that lie in windows flagged as toxic.
  func record(into inspection: inout Inspection) -> Int {
    var toxicBytes = 0
    for label in LinearLabel.allCases.indices {
      let highest = windows.map { $0.scores[label] }.max() ?? 0
      inspection.record(label, Double(highest))
      for (range, score) in spans(of: label) {
        inspection.addSpan(label, range, score: score)
        if label == 0 { toxicBytes += range.count }
      }
    }
    return toxicBytes
  }

  /// Windows that touch are one span, with the probability of the worst.
  private func spans(of label: Int) -> [(range: Range<Int>, score: Double)] {
    var spans: [(range: Range<Int>, score: Double)] = []
    for window in windows {
      let score = Double(window.scores[label])
      guard score >= evidenceScore else { continue }
      guard let last = spans.last, last.range.upperBound >= window.range.lowerBound else {
        spans.append((window.range, score))
        continue
      }
      let end = max(last.range.upperBound, window.range.upperBound)
      spans[spans.count - 1] = (last.range.lowerBound..<end, max(last.score, score))
    }
    return spans
  }
}
