import SafetyCore
import TensorCompute
import Tokenization

/// A classifier at work in one worker: tokens, windows and numbers in memory that is used again.
final class EncoderSession: TextClassifierSession {
  /// Tokens of windows that are gathered before they are sorted by length and scored.
  private static let groupTokens = 4096
  /// Tokens of a batch: the activations of so many stay in a core's cache.
  private static let batchTokens = 256

  private let classifier: EncoderClassifier
  private let encoder: TokenEncoder
  private let workspace = Workspace()
  private let prefix: [Int32]
  private let suffix: [Int32]
  private var tokens = TokenizedText()
  private var queue = WindowQueue()
  private var order: [Int] = []
  private var batch = TokenBatch()
  private var logits: [Float] = []
  /// Probabilities of the queued windows, by label.
  private var scores: [Float] = []

  init(_ classifier: EncoderClassifier) {
    self.classifier = classifier
    // A text that spells a special token must not steer the model with it.
    encoder = classifier.tokenizer.makeEncoder(readsSpecialTokens: false)
    prefix = classifier.tokenizer.specialTokens.prefix
    suffix = classifier.tokenizer.specialTokens.suffix
  }

  func classify(_ texts: [UnsafeRawBufferPointer]) throws -> [TextClassification] {
    var results = texts.map { _ in TextClassification(labelCount: classifier.labels.count) }
    queue.removeAll()
    for (number, text) in texts.enumerated() { try cut(text, number, into: &results) }
    try flush(into: &results)
    return results
  }

  private func cut(
    _ text: UnsafeRawBufferPointer,
    _ number: Int,
    into results: inout [TextClassification]
  ) throws {
    var packer = WindowPacker(
      text,
      number: number,
      options: classifier.window,
      specialTokens: prefix.count + suffix.count
    )
    var pieces = TextPieces(text)
    while let piece = pieces.next() {
      encoder.encode(UnsafeRawBufferPointer(rebasing: text[piece]), into: &tokens)
      for index in 0..<tokens.count {
        packer.append(
          tokens.ids[index],
          start: piece.lowerBound + Int(tokens.starts[index]),
          end: piece.lowerBound + Int(tokens.ends[index]),
          to: &queue
        )
        if queue.ids.count >= Self.groupTokens { try flush(into: &results) }
      }
    }
    packer.finish(into: &queue)
  }

  /// Scores the queued windows and hands them to their texts.
  private func flush(into results: inout [TextClassification]) throws {
    try Task.checkCancellation()
    let count = queue.windows.count
    let labels = classifier.labels.count
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: 0..<count)
    order.sort { (queue.windows[$0].ids.count, $0) < (queue.windows[$1].ids.count, $1) }
    scores.removeAll(keepingCapacity: true)
    scores.append(contentsOf: repeatElement(0, count: count * labels))
    var next = 0
    while next < count {
      let first = next
      batch.removeAll()
      repeat {
        batch.append(queue.ids[queue.windows[order[next]].ids], prefix: prefix, suffix: suffix)
        next += 1
      } while next < count && batch.ids.count + length(order[next]) <= Self.batchTokens
      try score(first..<next)
    }
    for (index, window) in queue.windows.enumerated() {
      results[window.text].append(
        window.bytes,
        scores: scores[index * labels..<(index + 1) * labels]
      )
    }
    queue.removeAll()
  }

  /// Tokens of a window, special ones included.
  private func length(_ window: Int) -> Int {
    queue.windows[window].ids.count + prefix.count + suffix.count
  }

  /// Scores the batch, whose sequences stand in `order` in this range.
  private func score(_ range: Range<Int>) throws {
    let model = classifier.model
    try model.computeLogits(batch, into: &logits, workspace: workspace)
    let labels = classifier.labels.count
    logits.withUnsafeBufferPointer { logits in
      for (row, place) in range.enumerated() {
        let outputs = UnsafeBufferPointer(
          rebasing: logits[row * model.outputs..<(row + 1) * model.outputs]
        )
        for (label, readout) in classifier.readouts.enumerated() {
          scores[order[place] * labels + label] = readout.probability(outputs)
        }
      }
    }
  }
}
