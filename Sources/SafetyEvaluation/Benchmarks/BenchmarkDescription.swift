import SafetyCore

/// A benchmark as its description file has it: everything but the questions.
package struct BenchmarkDescription: Sendable, Hashable {
  /// What a benchmark is about; every benchmark of an area runs under its name.
  package enum Area: String, Sendable, Hashable, CaseIterable {
    case safety
    case fairness
    case robustness
    case truthfulness
    case capability
    case overRefusal = "over-refusal"
  }

  /// Kebab-case, and the name of the file.
  package var id: String
  package var title: String
  /// A phrase for people.
  package var measures: String
  package var area: Area
  /// Names beside the area's under which the benchmark runs with others.
  package var suites: [String]
  package var licence: String
  package var citation: String
  /// Where people get the files.
  package var url: String
  /// What is different here from how others run it.
  package var notes: String?
  /// Ways to have the data; the first whose files are there is read.
  package var sources: [BenchmarkSource]
  /// Dresses in which each item is put, beside or instead of the one it has.
  package var variants: RecordVariants?
  package var method: EvaluationMethod
  /// The slices of an item, by dimension.
  package var groups: [String: TextTemplate]
  /// Numbers of the record that become scores of the item.
  package var values: [String: TextTemplate]
  package var metrics: [MetricRecipe]
  package var published: [PublishedFigure]
  /// Of the description file as it stands.
  package var sha256: Digest
  /// The description file.
  package var file: String
}
