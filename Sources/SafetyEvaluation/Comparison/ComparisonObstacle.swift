import Diagnostics
import SafetyCore

/// What stands against reading a difference between two runs as one of the model.
package enum ComparisonObstacle: String, Sendable, Hashable, CaseIterable {
  /// The benchmark's files differ.
  case data
  /// The prompt, the metric or another part of the description differs.
  case `protocol`
  /// Another classifier or judge scored the generations.
  case judge
  /// A run has no end on record.
  case incomplete

  /// The obstacles between two records of one benchmark.
  package static func between(
    _ before: EvaluationRecord,
    _ after: EvaluationRecord
  ) -> [ComparisonObstacle] {
    var found: [ComparisonObstacle] = []
    if before.subject.dataSHA256 != after.subject.dataSHA256 { found.append(.data) }
    if before.subject.protocolSHA256 != after.subject.protocolSHA256 { found.append(.protocol) }
    if !isSameJudge(before.subject, after.subject) { found.append(.judge) }
    if !before.isComplete || !after.isComplete { found.append(.incomplete) }
    return found
  }

  /// By digest; a judge elsewhere has none and goes by its name.
  private static func isSameJudge(_ one: EvaluationSubject, _ other: EvaluationSubject) -> Bool {
    guard one.judgeSHA256 == other.judgeSHA256 else { return false }
    return one.judgeSHA256 != nil || one.judge == other.judge
  }

  func diagnostic(_ benchmark: String) -> Diagnostic {
    let what =
      switch self {
      case .data: "the runs read other files"
      case .protocol: "the runs used other descriptions: prompt, metric or loader"
      case .judge: "another classifier or judge scored them"
      case .incomplete: "a run has no end on record"
      }
    return Diagnostic(
      "evaluation/not-comparable",
      "`\(benchmark)` cannot be compared: \(what)",
      hint: "`--allow \(rawValue)` compares them nevertheless"
    )
  }
}
