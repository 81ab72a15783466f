import Checkpoints
import Diagnostics
import StrictJSON

/// A probability from which a label counts, and what that gave on held-out texts.
package struct LabelThreshold: Sendable, Hashable {
  /// What it was chosen for, as `balanced`.
  package let name: String
  package let threshold: Double
  package let precision: Double?
  package let recall: Double?
  package let falsePositiveRate: Double?

  /// Reads one entry of a manifest's `thresholds`.
  ///
  /// - Throws: A diagnostic that names the field.
  init(_ fields: JSONFields) throws {
    try fields.allow(only: ["name", "threshold", "precision", "recall", "false_positive_rate"])
    name = try fields.required("name", try fields.string("name"))
    threshold = try fields.required("threshold", try fields.number("threshold", 0...1))
    precision = try fields.number("precision", 0...1)
    recall = try fields.number("recall", 0...1)
    falsePositiveRate = try fields.number("false_positive_rate", 0...1)
  }
}
