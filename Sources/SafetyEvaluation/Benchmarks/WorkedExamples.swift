import Diagnostics

/// Records to put ahead of questions, by the fields that both must share.
package struct WorkedExamples: Sendable {
  private static let separator = "\n\n"

  /// Paths of the fields whose texts an example and its question have in common.
  private let sharedFields: [[String]]
  private let examples: [[String]: [BenchmarkRecord]]

  /// - Parameters:
  ///   - records: The examples, in the order in which they are shown.
  ///   - sharedFields: Such as the subject; none where every example serves every question.
  /// - Throws: `benchmark/missing-field` at an example without one of the fields.
  init(_ records: [BenchmarkRecord], sharing sharedFields: [[String]]) throws {
    self.sharedFields = sharedFields
    examples = try Dictionary(grouping: records) { record in
      try sharedFields.map { try record.text($0) }
    }
  }

  /// The first examples of a question's kind, each with an empty line behind it.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - record: The question.
  ///   - render: The text of an example.
  /// - Returns: Nothing where none are asked for.
  /// - Throws: `benchmark/no-examples` where there are fewer.
  func text(
    of count: Int,
    for record: BenchmarkRecord,
    render: (BenchmarkRecord) throws -> String
  ) throws -> String {
    guard count > 0 else { return "" }
    let own = examples[try sharedFields.map { try record.text($0) }] ?? []
    guard own.count >= count else {
      throw record.problem(
        "benchmark/no-examples",
        "\(count) worked examples are asked for, there are \(own.count)" + kind,
        hint: "the files under `examples` of the description are missing or short"
      )
    }
    return try own.prefix(count).map { try render($0) + Self.separator }.joined()
  }

  private var kind: String {
    let names = sharedFields.map { "`\($0.joined(separator: "."))`" }.joined(separator: " and ")
    return names.isEmpty ? "" : " of the same \(names)"
  }
}
