import Diagnostics
import SafetyEvaluation

extension EvaluationSession {
  /// Why a request comes down to no benchmark.
  static func nothingToRun(
    _ request: EvaluationRequest,
    missing: [BenchmarkDescription],
    unanswered: [BenchmarkDescription]
  ) -> Diagnostics {
    var problems: [Diagnostic] = []
    if !unanswered.isEmpty {
      let names = unanswered.map { "`\($0.id)`" }.joined(separator: ", ")
      let elsewhere = request.upstream != nil
      problems.append(
        Diagnostic(
          "evaluate/no-probabilities",
          "nothing is left to run: \(names) \(unanswered.count == 1 ? "rests" : "rest") "
            + "on probabilities, of which "
            + (elsewhere ? "a server elsewhere gives none" : "a policy changes none"),
          hint: "run them without \(elsewhere ? "--upstream" : "--policy"), or name others, "
            + "which are answered in words"
        )
      )
    }
    if unanswered.isEmpty || !missing.isEmpty {
      problems.append(
        Diagnostic(
          "evaluate/no-data",
          "the files of none of the benchmarks are there",
          at: .init(file: request.data),
          hint: "`gemma-safety evaluate list` tells where each looks and where its files come from"
        )
      )
    }
    return Diagnostics(problems)
  }
}
