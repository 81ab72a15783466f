import Diagnostics
import SafetyEvaluation

extension EvaluationSession {
  /// Why a request comes down to no benchmark.
  static func nothingToRun(
    _ request: EvaluationRequest,
    _ passedOver: [PassedOverBenchmark]
  ) -> Diagnostics {
    func names(_ reason: PassedOverBenchmark.Reason) -> [String] {
      passedOver.filter { $0.reason == reason }.map(\.id)
    }
    var problems: [Diagnostic] = []
    let unanswered = names(.noProbabilities)
    if !unanswered.isEmpty { problems.append(noProbabilities(request, unanswered)) }
    let unjudged = names(.notJudgeable)
    if !unjudged.isEmpty { problems.append(notJudgeable(unjudged)) }
    if problems.isEmpty || !names(.missingFiles).isEmpty {
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

  private static func noProbabilities(
    _ request: EvaluationRequest,
    _ names: [String]
  ) -> Diagnostic {
    let elsewhere = request.upstream != nil
    return Diagnostic(
      "evaluate/no-probabilities",
      "nothing is left to run: \(list(names)) \(names.count == 1 ? "rests" : "rest") "
        + "on probabilities, of which "
        + (elsewhere ? "a server elsewhere gives none" : "a policy changes none"),
      hint: "run them without \(elsewhere ? "--upstream" : "--policy"), or name others, "
        + "which are answered in words"
    )
  }

  private static func notJudgeable(_ names: [String]) -> Diagnostic {
    Diagnostic(
      "evaluate/not-judgeable",
      "nothing is left to run: \(list(names)) \(names.count == 1 ? "asks" : "ask") a judge what a "
        + "ShieldGemma cannot tell, which knows one answer and a guideline",
      hint: "name another model by --judge, or a server by --judge-url"
    )
  }

  private static func list(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }
}
