import SafetyCore
import TextViews

/// The raw values of all windows of a text, for one worker.
final class LinearWindows {
  let model: LinearModel
  private let half: Int
  private let cache: LinearWordCache
  /// Sums of blocks of half a window; two adjacent ones are a window.
  private var blocks: [SIMD8<Int32>] = []
  private var wordCount = 0
  /// What was read ahead; of no meaning.
  private var readAhead: UInt64 = 0

  /// - Parameters:
  ///   - model: The weights.
  ///   - window: Words of a window, even.
  init(_ model: LinearModel, window: Int) {
    self.model = model
    half = window / 2
    cache = LinearWordCache(model)
  }

  /// Windows of the text taken up last; none of a text without words.
  var count: Int { blocks.isEmpty ? 0 : max(1, blocks.count - 1) }

  /// Sums the weights of all words and pairs of a text, block by block.
  func take(_ view: NormalizedText) {
    blocks.removeAll(keepingCapacity: true)
    wordCount = view.words.count
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

  /// The words of a window, by their index in the text.
  func words(of window: Int) -> Range<Int> {
    window * half..<min((window + 2) * half, wordCount)
  }

  /// The raw value of a label, which the model's curve turns into a score.
  func value(_ label: Int, _ window: Int) -> Double {
    let sum = blocks[window][label] + (window + 1 < blocks.count ? blocks[window + 1][label] : 0)
    return model.value(label, sum: Int(sum), words: words(of: window).count)
  }

  /// The calibrated score of a label.
  func score(_ label: Int, _ window: Int) -> Double {
    model.curves[label].score(value(label, window))
  }

  /// The weights of the pairs that end in some words.
  @inline(__always)
  private func pairSums(
    _ view: NormalizedText,
    _ words: Range<Int>,
    _ rows: UnsafePointer<UInt64>
  ) -> SIMD8<Int32> {
    var sums = SIMD8<Int32>()
    let features = model.features
    var ahead: UInt64 = 0
    for index in max(words.lowerBound, 1)..<max(words.upperBound, 1) {
      let pair = features.bucket(pair: view.words[index - 1].hash, view.words[index].hash)
      sums &+= SIMD8<Int32>(truncatingIfNeeded: LinearWordCache.unpacked(rows[pair]))
      ahead ^= cache.touch(view.words[index].hash)
    }
    readAhead = ahead
    return sums
  }
}
