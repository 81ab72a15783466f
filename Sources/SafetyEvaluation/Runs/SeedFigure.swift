/// One metric of a benchmark over the seeds of a series.
package struct SeedFigure: Sendable, Hashable {
  package let benchmark: String
  package let metric: String
  package let interval: SeedInterval

  /// The figures of whole sets over several runs, by benchmark and metric as the first run has them.
  ///
  /// - Parameters:
  ///   - runs: The results of each seed.
  ///   - recipes: How benchmarks compute their figures, by id: what bounds these.
  /// - Returns: None for fewer than two runs; a figure that only one run has is left out.
  package static func all(
    of runs: [[EvaluationResult]],
    recipes: [String: [MetricRecipe]] = [:]
  ) -> [SeedFigure] {
    guard let first = runs.first, runs.count > 1 else { return [] }
    return first.flatMap { result in
      result.figures.filter(\.slice.isEmpty).compactMap { figure in
        let values = runs.compactMap { run in
          run.first { $0.benchmark == result.benchmark }?.figures
            .first { $0.metric == figure.metric && $0.slice.isEmpty }?.estimate.value
        }
        let recipe = recipes[result.benchmark]?.first { $0.name == figure.metric }
        return SeedInterval(values, within: recipe?.kind.bounds).map {
          SeedFigure(benchmark: result.benchmark, metric: figure.metric, interval: $0)
        }
      }
    }
  }
}
