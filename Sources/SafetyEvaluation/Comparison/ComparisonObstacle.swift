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
  /// The runs hold other items of the same files, as by another limit, or another seed of a limited run.
  case items
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
    if !before.isComplete || !after.isComplete {
      found.append(.incomplete)
    } else if !hasSameItems(before, after) && !found.contains(.data) {
      found.append(.items)
    }
    return found
  }

  /// Whether both hold items of the same ids; imported figures have none and say nothing of theirs.
  private static func hasSameItems(_ one: EvaluationRecord, _ other: EvaluationRecord) -> Bool {
    guard !one.items.isEmpty, !other.items.isEmpty else { return true }
    return Set(one.items.map(\.item)) == Set(other.items.map(\.item))
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
      case .items: "the runs hold other items: another `--limit`, or another `--seed` of it"
      case .incomplete: "a run has no end on record"
      }
    return Diagnostic(
      "evaluation/not-comparable",
      "`\(benchmark)` cannot be compared: \(what)",
      hint: "`--allow \(rawValue)` compares them nevertheless"
    )
  }
}
