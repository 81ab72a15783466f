/// Settings of the protocol that measures a classifier itself.
package struct ClassificationMethod: Sendable, Hashable {
  package var text: TextTemplate
  /// What the labels say of the text; one that a record has not says nothing.
  package var truths: [TextTemplate]
  /// Values that mean that the classifier should flag; one label with one of them is enough.
  package var positives: [String]
  /// Values that mean that it should not; a label with neither is a broken row.
  package var negatives: [String]
  /// The classifier's label; the highest of all where it is `any`.
  package var label: String
  package var threshold: Double

  /// Whether the classifier should flag a record; nil where the record has none of several labels.
  ///
  /// - Throws: `benchmark/bad-row` for a label with a value that the description does not know,
  ///   `benchmark/missing-field` where the only label is not there.
  func truth(of record: BenchmarkRecord) throws -> Bool? {
    let given = truths.count == 1 ? truths : truths.filter { $0.hasFields(in: record) }
    let flags = try given.map { try isPositive($0, record) }
    return flags.isEmpty ? nil : flags.contains(true)
  }

  private func isPositive(_ label: TextTemplate, _ record: BenchmarkRecord) throws -> Bool {
    let value = Self.plain(try label.render(record))
    if positives.contains(where: { Self.plain($0) == value }) { return true }
    if negatives.contains(where: { Self.plain($0) == value }) { return false }
    throw record.problem(
      "benchmark/bad-row",
      "the label `\(label.text)` is neither positive nor negative",
      hint: "positive is \(Self.shown(positives)), negative is \(Self.shown(negatives))"
    )
  }

  /// Whole numbers without a fraction: programs that make tables write 1 as 1.0 too.
  static func plain(_ label: String) -> String {
    Double(label).flatMap(Int.init(exactly:)).map(String.init) ?? label
  }

  private static func shown(_ labels: [String]) -> String {
    labels.map { "`\($0)`" }.joined(separator: " or ")
  }
}
