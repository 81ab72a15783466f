import Diagnostics
import SafetyEvaluation

/// The benchmarks that a request names, by whether they can run.
struct ChosenBenchmarks {
  private(set) var benchmarks: [PreparedBenchmark] = []
  /// The whole sets that they are drawn from.
  private(set) var loaded: [LoadedBenchmark] = []
  /// Benchmarks whose files are not there, passed over.
  private(set) var missing: [BenchmarkDescription] = []
  /// Benchmarks that need probabilities, which answers alone do not give.
  private(set) var unanswered: [BenchmarkDescription] = []

  /// Reads and checks all data.
  ///
  /// - Throws: Every file that is missing or wrong, with its line.
  init(_ request: EvaluationRequest, library: BenchmarkLibrary) throws {
    let files = BenchmarkFolder(root: request.data)
    let givesAnswersOnly = request.policy != nil || request.upstream != nil
    var problems: [Diagnostic] = []
    for description in try library.select(request.suites) {
      guard !givesAnswersOnly || description.method.generates else {
        unanswered.append(description)
        continue
      }
      let loader = BenchmarkLoader(description, files: files)
      if request.skipsMissing, try loader.presence().source == nil {
        missing.append(description)
        continue
      }
      do {
        let whole = try loader.load()
        benchmarks.append(
          try PreparedBenchmark(whole, limit: request.limit, seed: request.seed)
        )
        loaded.append(whole)
      } catch let problem as Diagnostic {
        problems.append(problem)
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }
}
