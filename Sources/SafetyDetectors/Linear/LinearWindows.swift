import SafetyCore
import TextViews

/// The raw values of all windows of a text, for one worker.
final class LinearWindows {
  let model: LinearModel
  private let half: Int
  private let weights: LinearSums
  /// Sums of blocks of half a window; two adjacent ones are a window.
  private var blocks: [SIMD8<Int32>] = []
  private var wordCount = 0

  /// - Parameters:
  ///   - model: The weights.
  ///   - window: Words of a window, even.
  init(_ model: LinearModel, window: Int) {
    self.model = model
    half = window / 2
    weights = model.makeSums()
  }

  /// Windows of the text taken up last; none of a text without words.
  var count: Int { blocks.isEmpty ? 0 : max(1, blocks.count - 1) }

  /// Sums the weights of all words and pairs of a text, block by block.
  func take(_ view: NormalizedText) {
    blocks.removeAll(keepingCapacity: true)
    wordCount = view.words.count
    for start in stride(from: 0, to: wordCount, by: half) {
      blocks.append(weights.sums(of: start..<min(start + half, wordCount), in: view))
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
}
