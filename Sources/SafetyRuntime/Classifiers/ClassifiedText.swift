import CorpusFiltering
import Diagnostics
import SafetyCore
import StrictJSON

/// What a classifier says of one text.
package struct ClassifiedText: Sendable {
  /// Windows that touch and score at least the threshold.
  package struct Span: Sendable, Hashable {
    package var label: Int
    /// In Unicode scalars, as Python counts them.
    package var range: Range<Int>
    package var score: Float
  }

  package let id: String
  /// One a label.
  package let scores: [Float]
  /// Labels that count, by index.
  package let flagged: [Int]
  package let spans: [Span]

  /// Takes windows together.
  ///
  /// - Parameters:
  ///   - id: Of the document.
  ///   - classification: The windows' scores.
  ///   - text: The document.
  ///   - plan: How.
  /// - Throws: `classify/bad-answer`: what could not be scored must not pass for clean.
  init(
    id: String,
    _ classification: TextClassification,
    of text: UnsafeRawBufferPointer,
    plan: ClassifyPlan
  ) throws {
    self.id = id
    let labels = plan.labels.indices
    let isSound =
      classification.labelCount == labels.count
      && classification.scores.allSatisfy { (0...1).contains($0) }
      && classification.windows.allSatisfy { $0.upperBound <= text.count }
    guard isSound else {
      throw Diagnostic(
        "classify/bad-answer",
        "the classifier `\(plan.classifier.classifier.name)` gave a score that is no probability"
      )
    }
    let scores = labels.map {
      plan.pooling == .max ? classification.maximum(label: $0) : classification.mean(label: $0)
    }
    self.scores = scores
    let hasWindows = !classification.windows.isEmpty
    flagged = labels.filter { hasWindows && Double(scores[$0]) >= plan.thresholds[$0] }
    let spans = labels.flatMap { Self.spans(of: $0, classification, plan.thresholds[$0]) }
    let ends = spans.flatMap { [$0.range.lowerBound, $0.range.upperBound] }
    let offsets = ScalarOffsets(of: ends, in: text)
    self.spans = spans.map { span in
      var span = span
      span.range = offsets[span.range.lowerBound]..<offsets[span.range.upperBound]
      return span
    }
  }

  private static func spans(
    of label: Int,
    _ classification: TextClassification,
    _ threshold: Double
  ) -> [Span] {
    var spans: [Span] = []
    for (index, window) in classification.windows.enumerated() {
      let score = classification.score(window: index, label: label)
      guard Double(score) >= threshold else { continue }
      guard let last = spans.last, last.range.upperBound >= window.lowerBound else {
        spans.append(Span(label: label, range: window, score: score))
        continue
      }
      let end = max(last.range.upperBound, window.upperBound)
      spans[spans.count - 1].range = last.range.lowerBound..<end
      spans[spans.count - 1].score = max(last.score, score)
    }
    return spans
  }

  /// One line of JSON with a line feed: `id`, `scores`, `labels`, `spans`.
  package func jsonLine(labels names: [String]) -> [UInt8] {
    var out = Array("{\"id\":".utf8)
    JSONWriter.append(id, to: &out)
    out += ",\"scores\":{".utf8
    for (label, score) in scores.enumerated() {
      if label > 0 { out += ",".utf8 }
      JSONWriter.append(names[label], to: &out)
      out += ":".utf8
      JSONWriter.append(Self.rounded(score), to: &out)
    }
    out += "},\"labels\":[".utf8
    for (place, label) in flagged.enumerated() {
      if place > 0 { out += ",".utf8 }
      JSONWriter.append(names[label], to: &out)
    }
    out += "],\"spans\":[".utf8
    for (place, span) in spans.enumerated() {
      out += (place > 0 ? ",{\"label\":" : "{\"label\":").utf8
      JSONWriter.append(names[span.label], to: &out)
      out += ",\"start\":\(span.range.lowerBound),\"end\":\(span.range.upperBound)".utf8
      out += ",\"score\":".utf8
      JSONWriter.append(Self.rounded(span.score), to: &out)
      out += "}".utf8
    }
    out += "]}\n".utf8
    return out
  }

  /// Six digits after the point, which is more than a model knows.
  private static func rounded(_ score: Float) -> Double {
    (Double(score) * 1_000_000).rounded() / 1_000_000
  }
}
