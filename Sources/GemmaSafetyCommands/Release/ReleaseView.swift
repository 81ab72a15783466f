import ReleaseGate
import ReportPages
import SafetyCore
import SafetyRuntime
import TerminalOutput

/// How a decision about a release is printed.
struct ReleaseView {
  let session: ReleaseSession
  let decision: ReleaseDecision
  /// The event of the verdict, where one was written.
  let event: Int?

  private var head: String {
    let policy = session.policy
    let all = decision.findings.count
    let open = decision.findings.count(where: \.blocks)
    let rules = "\(open) of \(all) \(all == 1 ? "rule" : "rules") \(open == 1 ? "stands" : "stand")"
    let standing = open == 0 ? "" : ", \(rules) in the way"
    return "\(decision.outcome.rawValue): \(ReportFormat.printable(decision.model)) by "
      + "\(ReportFormat.printable(policy.name)) \(policy.version)\(standing)\n"
  }

  /// One line a rule.
  var table: String {
    var table = TextTable(leading: 3)
    for finding in decision.findings {
      let mark = finding.severity == .warn ? " (warns only)" : ""
      table.add(finding.outcome.rawValue, finding.id + mark, ReportFormat.printable(finding.reason))
    }
    let recorded = event.map { "event \($0) of \(session.request.audit)\n" } ?? ""
    let isHelped = decision.findings.contains { $0.step != nil }
    let next = isHelped ? "`gemma-safety release explain` says what to run next\n" : ""
    return head + table.lines(indent: 2).joined(separator: "\n") + "\n" + recorded + next
  }

  /// One paragraph a rule.
  var explanation: String {
    head + decision.findings.map { "\n" + paragraph($0) }.joined()
  }

  private func paragraph(_ finding: ReleaseFinding) -> String {
    var facts = TextTable(leading: 2)
    func add(_ name: String, _ value: String?) {
      if let value { facts.add(name, ReportFormat.printable(value)) }
    }
    add("why", finding.reason)
    add("risk", finding.risk)
    add("asked for", finding.demand)
    add("estimate", (finding.figure?.event.value).map(FigureText.short))
    add(
      "interval",
      finding.figure?.event.interval.map {
        "\(FigureText.short($0.low)) to \(FigureText.short($0.high)), level \($0.level), \($0.method)"
      }
    )
    add("items", finding.figure.map { items($0.event.count, finding.id) })
    add("age", finding.ageDays.map { $0 == 1 ? "1 day" : "\($0) days" })
    add("attempts", finding.attempts > 1 ? "the latest of \(finding.attempts)" : nil)
    add("evidence", finding.evidence.isEmpty ? nil : Self.events(finding.evidence))
    add("next", finding.step.map { ReleaseSteps(session: session).command($0) })
    return "\(finding.outcome.rawValue)  \(finding.id)  [\(finding.severity.rawValue)]\n"
      + facts.lines(indent: 2).joined(separator: "\n") + "\n"
  }

  private func items(_ count: Int, _ rule: String) -> String {
    let least = session.policy.rules.first { $0.id == rule }?.minimumCount ?? 0
    return count < least ? "\(count), where \(least) are asked for" : "\(count)"
  }

  private static func events(_ seqs: [Int]) -> String {
    (seqs.count == 1 ? "event " : "events ") + seqs.map(String.init).joined(separator: ", ")
  }

  var json: CanonicalValue {
    [
      "format": "gemma-safety.release-decision/1", "outcome": .string(decision.outcome.rawValue),
      "exit_code": .integer(decision.exitCode),
      "policy": [
        "name": .string(session.policy.name), "version": .string(session.policy.version),
        "sha256": .string(decision.policyDigest.hex),
      ],
      "model": ["name": .string(decision.model), "sha256": .string(decision.modelSHA256.hex)],
      "log": [
        "size": .integer(session.evidence.log.size), "root": .string(session.evidence.log.root.hex),
      ],
      "verdict_event": event.map { .integer($0) } ?? .null,
      "rules": .array(decision.findings.map(json)),
    ]
  }

  private func json(_ finding: ReleaseFinding) -> CanonicalValue {
    var members = finding.record.value.members ?? [:]
    members["age_days"] = finding.ageDays.map { .integer($0) }
    members["attempts"] = .integer(finding.attempts)
    members["interval"] = finding.figure?.event.interval.map {
      [
        "low": .string($0.low), "high": .string($0.high), "level": .string($0.level),
        "method": .string($0.method),
      ]
    }
    members["next"] = finding.step.map { .string(ReleaseSteps(session: session).command($0)) }
    return .object(members)
  }
}
