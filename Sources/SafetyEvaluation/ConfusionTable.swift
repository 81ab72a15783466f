/// Flagged or passed, rightly or wrongly: the four counts behind precision and recall.
package struct ConfusionTable: Sendable, Hashable {
  package var truePositives = 0
  package var falsePositives = 0
  package var falseNegatives = 0
  package var trueNegatives = 0

  package init() {}

  /// Counts one text.
  mutating func add(flagged: Bool, truth: Bool) {
    switch (flagged, truth) {
    case (true, true): truePositives += 1
    case (true, false): falsePositives += 1
    case (false, true): falseNegatives += 1
    case (false, false): trueNegatives += 1
    }
  }

  /// The share of flagged texts that have the label; nil where nothing was flagged.
  package var precision: Double? {
    Self.share(truePositives, of: truePositives + falsePositives)
  }

  /// The share of texts with the label that were flagged; nil where there are none.
  package var recall: Double? { Self.share(truePositives, of: truePositives + falseNegatives) }

  /// The share of texts without the label that were flagged; nil where there are none.
  package var falsePositiveRate: Double? {
    Self.share(falsePositives, of: falsePositives + trueNegatives)
  }

  /// The harmonic mean of precision and recall; nil where no text has the label.
  package var f1: Double? {
    guard truePositives + falseNegatives > 0 else { return nil }
    return Self.share(2 * truePositives, of: 2 * truePositives + falsePositives + falseNegatives)
  }

  private static func share(_ part: Int, of whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }
}
