import SafetyCore
import TextViews

/// Scores documents for one worker.
final class LinearInspector: Inspector {
  private let detector: LinearDetector
  private let cache: LinearWordCache
  /// Sums of blocks of half a window; two adjacent ones are a window.
  private var blocks: [SIMD8<Int32>] = []

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
      var previous: UInt64?
      var start = 0
      while start < view.words.count {
        let end = min(start + half, view.words.count)
        var sums = SIMD8<Int32>()
        for index in start..<end {
          let word = view.words[index]
          var own = cache.sums(of: word, in: view.bytes, rows: rows)
          if let previous {
            let pair = model.features.bucket(pair: previous, word.hash)
            own &+= LinearWordCache.unpacked(rows[model.firstPair + pair])
          }
          previous = word.hash
          sums &+= SIMD8<Int32>(truncatingIfNeeded: own)
        }
        blocks.append(sums)
        start = end
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
    let curve = detector.model.curves[label]
    var best = 0.0
    var flagged = 0
    var run: Range<Int>?
    var runScore = 0.0
    for window in 0..<windowCount {
      let words = window * half..<min(window * half + 2 * half, view.words.count)
      let sum = blocks[window][label] + (window + 1 < blocks.count ? blocks[window + 1][label] : 0)
      let value = detector.model.value(label, sum: Int(sum), words: words.count)
      let score = curve.score(value)
      best = max(best, score)
      guard score >= detector.evidenceScore else { continue }
      flagged += 1
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
    inspection.record(label, best)
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
