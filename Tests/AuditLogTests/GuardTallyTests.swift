import AuditLog
import SafetyCore
import Testing

/// Sums of the guard's decisions, and whether `audit verify` finds one that is none.
struct GuardTallyTests {
  private static let policy = Digest.sha256([1])

  private static func decision(_ action: String, rule: String?, run: String = "s") -> DecisionRecord
  {
    var event = GuardEvent(
      run: run,
      request: "request",
      policy: policy,
      model: "pot",
      stage: "output",
      action: action,
      severity: "none"
    )
    event.rule = rule
    return event.record
  }

  private func filled() throws -> (TestLog, AuditLog) {
    let test = try TestLog()
    let log = try test.open()
    let served =
      Array(repeating: Self.decision("allow", rule: nil), count: 7)
      + Array(repeating: Self.decision("redact", rule: "contact"), count: 2)
      + [Self.decision("refuse", rule: "contact"), Self.decision("refuse", rule: "threats")]
    try log.append(served, run: "s", state: nil)
    let evaluated = [
      EvaluationBegin(
        run: "e",
        benchmark: "tea",
        subject: EvaluationSubject(
          model: "pot",
          modelSHA256: nil,
          dataSHA256: Self.policy,
          protocolSHA256: Self.policy,
          seed: 0,
          harness: "test"
        ),
        hostClass: "test",
        items: 0
      ).record, Self.decision("refuse", rule: "threats", run: "e"),
      EvaluationEnd(run: "e", benchmark: "tea", items: 0, itemsRoot: MerkleRange().root).record,
    ]
    try log.append(evaluated, run: "e", state: nil)
    return (test, log)
  }

  @Test func `adds decisions up by stage, action and rule, those in use apart from evaluations`()
    throws
  {
    let (_, log) = try filled()
    let tallies = try log.guardTallies()
    #expect(tallies.map(\.origin) == [.service, .evaluation])
    let counts = tallies.map { $0.counts.map { "\($0.action) \($0.rule ?? "-") \($0.decisions)" } }
    #expect(
      counts == [
        ["allow - 7", "redact contact 2", "refuse contact 1", "refuse threats 1"],
        ["refuse threats 1"],
      ]
    )
    #expect(tallies.allSatisfy { $0.size == 14 && $0.first == "2026-01-31T12:00:00Z" })
    try log.close()
  }

  @Test func `passes sums that are right, later decisions beside`() throws {
    let (test, log) = try filled()
    try log.append(try log.guardTallies().map(\.record), run: AuditLog.ownRun, state: nil)
    try log.append([Self.decision("allow", rule: nil)], run: "s", state: nil)
    try log.append(try log.guardTallies().map(\.record), run: AuditLog.ownRun, state: nil)
    try log.close()
    let report = try test.verify()
    #expect(report.outcome == .ok, "\(report)")
  }

  @Test func `finds sums that are not those of the decisions before`() throws {
    for change in 0..<5 {
      let (test, log) = try filled()
      var tally = try #require(try log.guardTallies().first)
      switch change {
      case 0: tally.counts[3].decisions = 0
      case 1: tally.counts.removeLast()
      case 2: tally.size = 900
      case 3: tally.origin = .evaluation
      default: tally.policy = .sha256([2])
      }
      try log.append([tally.record], run: AuditLog.ownRun, state: nil)
      try log.close()
      let report = try test.verify()
      #expect(report.outcome == .incomplete, "\(change)")
      #expect(report.completeness.firstBadIndex == 14, "\(change)")
    }
  }
}
