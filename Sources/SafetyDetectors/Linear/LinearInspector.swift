import SafetyCore
import TextViews

/// Scores documents for one worker.
final class LinearInspector: Inspector {
  private let detector: LinearDetector
  private let cache: LinearWordCache
  /// Sums of blocks of half a window; two adjacent ones are a window.
  private var blocks: [SIMD8<Int32>] = []
  /// What was read ahead; of no meaning.
  private var readAhead: UInt64 = 0

  init(_ detector: LinearDetector) {
    self.detector = detector
    cache = LinearWordCache(detector.model)
  }

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    let view = subject.normalized
    let shareRule = LinearLabel.allCases.count
    guard !view.words.isEmpty else {
      for rule in 0...shareRule { inspection.record(rule, 0) }
      return
    }
    addUp(view)
    for label in LinearLabel.allCases.indices {
      let flagged = judge(label, view, &inspection)
      if label == 0 {
        inspection.record(shareRule, Double(flagged) / Double(windowCount))
      }
    }
  }

  private var half: Int { detector.window / 2 }
  private var windowCount: Int { max(1, blocks.count - 1) }

  /// Sums the weights of all words and pairs, block by block.
  private func addUp(_ view: NormalizedText) {
    blocks.removeAll(keepingCapacity: true)
    let model = detector.model
    model.rows.withUnsafeBufferPointer { buffer in
      guard let rows = buffer.baseAddress else { return }
      var start = 0
      while start < view.words.count {
        let end = min(start + half, view.words.count)
        // Apart, because the look-ups of pairs take turns with nothing that waits or branches.
        var sums = pairSums(view, start..<end, rows + model.firstPair)
        for index in start..<end {
          let own = cache.sums(of: view.words[index], in: view.bytes, rows: rows)
          sums &+= SIMD8<Int32>(truncatingIfNeeded: own)
        }
        blocks.append(sums)
        start = end
      }
    }
  }

  /// The weights of the pairs that end in some words.
  @inline(__always)
  private func pairSums(
    _ view: NormalizedText,
    _ words: Range<Int>,
    _ rows: UnsafePointer<UInt64>
  ) -> SIMD8<Int32> {
    var sums = SIMD8<Int32>()
    let features = detector.model.features
    var ahead: UInt64 = 0
    for index in max(words.lowerBound, 1)..<max(words.upperBound, 1) {
      let pair = features.bucket(pair: view.words[index - 1].hash, view.words[index].hash)
      sums &+= SIMD8<Int32>(truncatingIfNeeded: LinearWordCache.unpacked(rows[pair]))
      ahead ^= cache.touch(view.words[index].hash)
    }
    readAhead = ahead
    return sums
  }

  /// Records the highest score of any window and names the windows that are evidence.
  ///
  /// - Returns: How many those are.
  private func judge(
    _ label: Int,
    _ view: NormalizedText,
    _ inspection: inout Inspection
  ) -> Int {
    let curve = detector.model.curves[label]
    var highest = -Double.infinity
    for window in 0..<windowCount {
      highest = max(highest, value(label, window, view))
    }
    let best = curve.score(highest)
    inspection.record(label, best)
    // The curve never descends: where the best is no evidence, nothing is.
    return best < detector.evidenceScore ? 0 : addSpans(label, view, &inspection)
  }

  private func words(of window: Int, _ view: NormalizedText) -> Range<Int> {
    window * half..<min((window + 2) * half, view.words.count)
  }

  private func value(_ label: Int, _ window: Int, _ view: NormalizedText) -> Double {
    let sum = blocks[window][label] + (window + 1 < blocks.count ? blocks[window + 1][label] : 0)
    return detector.model.value(label, sum: Int(sum), words: words(of: window, view).count)
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
    for window in 0..<windowCount {
      let score = detector.model.curves[label].score(value(label, window, view))
      guard score >= detector.evidenceScore else { continue }
      flagged += 1
      let words = words(of: window, view)
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
