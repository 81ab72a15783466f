import Diagnostics
import SafetyCore

/// Two runs of evaluations, benchmark by benchmark, item by item.
package struct EvaluationComparison: Sendable, Hashable {
  package let before: String
  package let after: String
  package private(set) var benchmarks: [BenchmarkComparison]
  /// Benchmarks that one run alone has.
  package let onlyBefore: [String]
  package let onlyAfter: [String]

  /// Compares the benchmarks that both runs have.
  ///
  /// - Parameters:
  ///   - before: The records of the first run.
  ///   - after: The records of the second.
  ///   - recipes: How benchmarks compute their figures, by id.
  ///   - allowed: Obstacles that are passed over.
  ///   - bootstrap: Draws the samples of intervals and tests.
  /// - Throws: `evaluation/not-comparable`, `evaluation/nothing-in-common`.
  package init(
    _ before: [EvaluationRecord],
    _ after: [EvaluationRecord],
    recipes: [String: [MetricRecipe]] = [:],
    allowing allowed: Set<ComparisonObstacle> = [],
    bootstrap: PairedBootstrap = PairedBootstrap()
  ) throws {
    self.before = before.first?.run ?? ""
    self.after = after.first?.run ?? ""
    let others = Dictionary(grouping: after, by: \.benchmark).compactMapValues(\.first)
    let pairs = before.compactMap { record in others[record.benchmark].map { (record, $0) } }
    let common = Set(pairs.map { $0.0.benchmark })
    onlyBefore = before.map(\.benchmark).filter { !common.contains($0) }
    onlyAfter = after.map(\.benchmark).filter { !common.contains($0) }
    guard !pairs.isEmpty else {
      throw Diagnostic(
        "evaluation/nothing-in-common",
        "the runs have no benchmark in common",
        hint: "`gemma-safety evaluate report` shows runs side by side"
      )
    }
    let problems = pairs.flatMap { before, after in
      ComparisonObstacle.between(before, after).filter { !allowed.contains($0) }
        .map { $0.diagnostic(before.benchmark) }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    benchmarks = pairs.map { before, after in
      PairedItems(before, after, recipes: recipes[before.benchmark]).compared(bootstrap)
    }
    adjust()
  }

  /// Whether anything became worse beyond chance.
  package var isWorse: Bool {
    benchmarks.contains { $0.rows.contains { $0.verdict == .worse } }
  }

  private mutating func adjust() {
    var places: [(Int, Int)] = []
    for benchmark in benchmarks.indices {
      for row in benchmarks[benchmark].rows.indices where benchmarks[benchmark].rows[row].p != nil {
        places.append((benchmark, row))
      }
    }
    let raised = HolmCorrection.adjusted(places.compactMap { benchmarks[$0].rows[$1].p })
    for (place, value) in zip(places, raised) {
      benchmarks[place.0].rows[place.1].adjusted = value
    }
  }
}
