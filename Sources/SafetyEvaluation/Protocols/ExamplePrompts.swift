import Diagnostics
import StrictJSON

/// What stands ahead of a question: a preamble and worked examples of the same kind.
struct ExamplePrompts: Sendable {
  private static let separator = "\n\n"
  private let method: ChoiceMethod
  private let examples: [BenchmarkRecord]

  init(_ method: ChoiceMethod, _ examples: [BenchmarkRecord]) {
    self.method = method
    self.examples = examples
  }

  /// The texts in front of a record's own prompt.
  ///
  /// - Throws: `benchmark/no-examples` where there are fewer than asked for.
  func prefix(for record: BenchmarkRecord) throws -> String {
    let preamble = try method.preamble?.render(record) ?? ""
    guard method.exampleCount > 0 else { return preamble }
    let own = examples.lazy.filter { Self.isAkin($0, record) }.prefix(method.exampleCount)
    guard own.count == method.exampleCount else {
      throw record.problem(
        "benchmark/no-examples",
        "\(method.exampleCount) worked examples are asked for, there are \(own.count)",
        hint: "the files under `examples` of the description are missing or short"
      )
    }
    return try own.reduce(preamble) { try $0 + Self.worked($1, method) + Self.separator }
  }

  /// Whether an example is of the question's subject, where the files tell subjects apart.
  private static func isAkin(_ example: BenchmarkRecord, _ record: BenchmarkRecord) -> Bool {
    example.fields["subject"] == record.fields["subject"]
  }

  private static func worked(
    _ record: BenchmarkRecord,
    _ method: ChoiceMethod
  ) throws -> String {
    try method.prompt.render(record) + method.delimiter + method.rightChoice(of: record)
  }
}
