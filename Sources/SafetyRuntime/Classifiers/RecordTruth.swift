import Checkpoints
import CorpusFiltering
import Diagnostics
import StrictJSON

/// What an evaluation record says is true of its text.
package struct RecordTruth: Sendable, Hashable {
  /// From this share of annotators on a label holds.
  static let least = 0.5
  private static let depth = 64

  /// In the order of a classifier's labels; nil where the record says nothing.
  package let labels: [Bool?]
  package let source: String?
  /// Groups of people that the text mentions.
  package let groups: [String]

  /// Reads `labels`, `source` and `groups` of a JSON line.
  ///
  /// - Parameters:
  ///   - line: The record.
  ///   - names: The labels of interest; others are passed over.
  /// - Throws: A `json/…` or `evaluate/labels` diagnostic that names the field.
  init(parsing line: UnsafeRawBufferPointer, labels names: [String]) throws {
    let limits = JSONLimits(bytes: max(line.count, 1), depth: Self.depth)
    let root = try JSONValue(parsing: Array(line), file: "the record", limits: limits)
    let fields = try JSONFields(root, file: "the record", code: "evaluate/labels")
    guard let table = try fields.object("labels") else {
      throw fields.problem("labels", "is missing")
    }
    labels = try names.map { name in
      if case .boolean(let truth)? = table.value(name) { return truth }
      return try table.number(name, 0...1).map { $0 >= Self.least }
    }
    source = try fields.string("source")
    groups = try fields.strings("groups") ?? []
  }
}
