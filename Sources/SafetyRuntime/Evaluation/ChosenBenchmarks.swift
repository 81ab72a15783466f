import Diagnostics
import SafetyEvaluation

/// The benchmarks that a request names, by whether they can run.
struct ChosenBenchmarks {
  private(set) var benchmarks: [PreparedBenchmark] = []
  /// The whole sets that they are drawn from.
  private(set) var loaded: [LoadedBenchmark] = []
  private(set) var passedOver: [PassedOverBenchmark] = []

  /// Reads and checks all data.
  ///
  /// - Throws: Every file that is missing or wrong, with its line, and `evaluate/not-judgeable` for what is named
  ///   itself, not by a suite, and asks what the judge cannot tell.
  init(_ request: EvaluationRequest, library: BenchmarkLibrary) throws {
    let files = BenchmarkFolder(root: request.data)
    var problems: [Diagnostic] = []
    for description in try library.select(request.suites) {
      let loader = BenchmarkLoader(description, files: files)
      if let reason = try Self.reasonAgainst(description, loader, request) {
        if reason == .notJudgeable, request.suites.contains(description.id) {
          problems.append(Self.notJudgeable(description))
        } else {
          passedOver.append(.init(id: description.id, reason: reason))
        }
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

  /// Why a benchmark is not run; nil where it is.
  private static func reasonAgainst(
    _ description: BenchmarkDescription,
    _ loader: BenchmarkLoader,
    _ request: EvaluationRequest
  ) throws -> PassedOverBenchmark.Reason? {
    let method = description.method
    let givesAnswersOnly = request.policy != nil || request.upstream != nil
    if givesAnswersOnly, !method.generates { return .noProbabilities }
    if method.judgement == .judge, !method.hasGuideline, EvaluationJudge.isShieldGemma(request) {
      return .notJudgeable
    }
    return try request.skipsMissing && loader.presence().source == nil ? .missingFiles : nil
  }

  private static func notJudgeable(_ description: BenchmarkDescription) -> Diagnostic {
    Diagnostic(
      "evaluate/not-judgeable",
      "`\(description.id)` asks a judge what a ShieldGemma cannot tell, which knows one answer and "
        + "a guideline",
      at: .init(file: description.file),
      hint: "name another model by --judge, or a server by --judge-url; a suite passes over it"
    )
  }
}
