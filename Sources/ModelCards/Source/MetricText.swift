import AuditLog
import SafetyCore

/// How figures are written: shares in percent with two digits, all else with four.
package enum MetricText {
  /// Metrics that lie in 0...1 and are no shares.
  private static let plain = [
    "auc", "auroc", "roc", "ap", "auprc", "precision", "brier", "ece", "f1", "mcc", "kappa",
    "correlation", "loss", "perplexity", "entropy", "divergence", "effect", "ratio", "logit",
    "likelihood", "difference",
  ]

  /// Whether the figure is printed in percent.
  static func isShare(_ metric: MetricEvent) -> Bool {
    let words = metric.metric.lowercased().split { $0 == "-" || $0 == "_" || $0 == " " }
    // GAP's `bias` is a ratio about 1.
    guard words != ["bias"], !words.contains(where: { plain.contains(String($0)) }) else {
      return false
    }
    let all = [metric.value] + (metric.interval.map { [$0.low, $0.high] } ?? [])
    return all.allSatisfy { (DecimalText.double($0)).map { (-1...1).contains($0) } ?? false }
  }

  /// `44.84`; `unknown` where the figure is none.
  package static func value(_ metric: MetricEvent) -> String { text(metric.value, metric) }

  /// `41.40 to 48.30`; nil where the figure has no interval.
  static func interval(_ metric: MetricEvent) -> String? {
    metric.interval.map { "\(text($0.low, metric)) to \(text($0.high, metric))" }
  }

  /// The level of an interval in percent, such as `95%` or `99.9%`.
  static func level(_ interval: MetricEvent.Interval) -> String {
    guard var text = DecimalText.rounded(interval.level, shift: 2, digits: 4) else {
      return interval.level
    }
    while text.hasSuffix("0") { text.removeLast() }
    return (text.hasSuffix(".") ? String(text.dropLast()) : text) + "%"
  }

  /// A decimal in the form of a figure.
  package static func text(_ value: String, _ metric: MetricEvent) -> String {
    let isShare = isShare(metric)
    return DecimalText.rounded(value, shift: isShare ? 2 : 0, digits: isShare ? 2 : 4) ?? value
  }

  /// The figure as a number, such as for front matter: what is printed and no more.
  package static func number(_ metric: MetricEvent) -> Double? {
    DecimalText.double(value(metric))
  }

  /// The day on which the figure was taken, else on which it was written: `2026-01-31`.
  static func day(_ metric: Evidence<MetricEvent>) -> String {
    String((metric.body.measured ?? metric.time).prefix(10))
  }

  /// `higher is better`, `50.00 is best` and so on; nil where no direction is better.
  static func direction(_ metric: MetricEvent) -> String? {
    switch metric.direction {
    case .higher: "↑"
    case .lower: "↓"
    case .target: metric.target.map { "→ \(text($0, metric))" } ?? "→"
    case .none: nil
    }
  }

  /// `age: old, gender: f`, or an empty text for the whole set.
  static func slice(_ metric: MetricEvent) -> String {
    metric.slice.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
  }
}
