import SafetyCore

/// What a page about runs of evaluations is made from.
package struct EvaluationReport: Sendable {
  /// A run and what it measured.
  package struct Run: Sendable {
    package var name: String
    package var records: [EvaluationRecord]

    package init(name: String, records: [EvaluationRecord]) {
      self.name = name
      self.records = records
    }
  }

  /// In the order in which they are shown.
  package var runs: [Run]
  /// Every benchmark that is known, measured or not.
  package var catalogue: [BenchmarkNote]
  /// How benchmarks compute their figures, by id.
  package var recipes: [String: [MetricRecipe]]
  /// The version of gemma-safety that writes the page.
  package var toolVersion: String
  /// Draws the samples of the comparisons.
  package var bootstrap: PairedBootstrap
  /// Items of each benchmark and run that are shown; none for 0.
  package var examplesPerRun = 5
  /// Answers by run, for the items that are shown; a run without any has its texts withheld.
  package var answers: [String: [ExampleKey: String]] = [:]

  /// Gathers runs for a page.
  package init(
    runs: [Run],
    catalogue: [BenchmarkNote],
    recipes: [String: [MetricRecipe]] = [:],
    toolVersion: String,
    bootstrap: PairedBootstrap = PairedBootstrap()
  ) {
    self.runs = runs
    self.catalogue = catalogue
    self.recipes = recipes
    self.toolVersion = toolVersion
    self.bootstrap = bootstrap
  }

  var records: [EvaluationRecord] { runs.flatMap(\.records) }

  /// The ids of what was measured, in the order of the catalogue, the unknown ones after them.
  var benchmarks: [String] {
    let measured = Set(records.map(\.benchmark))
    let known = catalogue.map(\.id).filter { measured.contains($0) }
    var rest: [String] = []
    for id in records.map(\.benchmark) where !known.contains(id) && !rest.contains(id) {
      rest.append(id)
    }
    return known + rest
  }

  func note(of benchmark: String) -> BenchmarkNote? { catalogue.first { $0.id == benchmark } }

  /// An area as a heading: `Over-refusal`.
  static func heading(ofArea area: String) -> String {
    area.prefix(1).uppercased() + area.dropFirst()
  }

  func title(of benchmark: String) -> String { note(of: benchmark)?.title ?? benchmark }

  /// The runs' records of one benchmark, nil for a run that has none.
  func records(of benchmark: String) -> [EvaluationRecord?] {
    runs.map { run in run.records.first { $0.benchmark == benchmark } }
  }

  /// Pairs of records that differ in nothing but the policy in front of the model, bare first.
  var guardPairs: [(EvaluationRecord, EvaluationRecord)] {
    benchmarks.flatMap { benchmark -> [(EvaluationRecord, EvaluationRecord)] in
      let records = records(of: benchmark).compactMap { $0 }
      return records.filter { $0.subject.policySHA256 == nil }.flatMap { bare in
        records.filter { guarded in
          var subject = guarded.subject
          subject.policySHA256 = nil
          return guarded.subject.policySHA256 != nil && subject == bare.subject
        }.map { (bare, $0) }
      }
    }
  }
}
