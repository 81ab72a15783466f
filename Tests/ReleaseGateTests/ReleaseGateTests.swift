import ReleaseGate
import SafetyCore
import Testing

@Suite struct ReleaseGateTests {
  @Test(arguments: try TruthTable().cases)
  func `decides as the truth table says`(_ row: TruthTable.Case) throws {
    let decision = ReleaseGate(policy: try row.policy(), evidence: try row.evidence()).decide()
    let finding = try #require(decision.findings.first { $0.id == row.subject })
    #expect(finding.outcome == row.expected, "\(finding.reason)")
    #expect(decision.outcome == row.overall)
    #expect(decision.exitCode == (try row.exit))
    #expect(!finding.reason.isEmpty)
    // A release that is held up says what would help.
    if finding.outcome.isOpen { #expect(finding.step != nil) }
  }

  @Test func `has a table of forty cases and more, with every outcome`() throws {
    let cases = try TruthTable().cases
    #expect(cases.count >= 40)
    #expect(Set(cases.compactMap(\.expected)) == Set(GateOutcome.allCases))
    #expect(Set(cases.map(\.name)).count == cases.count)
  }

  /// Whatever single thing is taken from evidence that passes, the gate must not pass.
  @Test func `fails closed when any one thing is missing`() throws {
    let row = try #require(try TruthTable().cases.first { $0.name.hasPrefix("the interval lies") })
    let policy = try row.policy()
    let whole = try row.evidence()
    #expect(ReleaseGate(policy: policy, evidence: whole).decide().outcome == .pass)
    let takings: [(inout ReleaseEvidence) -> Void] = [
      { $0.figures = [] }, { $0.figures[0].seconds = nil }, { $0.figures[0].isProved = false },
      { $0.figures[0].evaluation = nil }, { $0.figures[0].evaluation?.end = nil },
      { $0.figures[0].evaluation?.recorded -= 1 }, { $0.figures[0].evaluation?.rootHolds = false },
      { $0.figures[0].event.interval = nil }, { $0.figures[0].event.value = "unknown" },
      { $0.figures[0].event.count = 0 }, { $0.figures[0].event.subject.modelSHA256 = nil },
      { $0.figures[0].event.benchmark = "copper-spoon" }, { $0.figures[0].event.metric = "odds" },
      { $0.log.standing = .tampered }, { $0.modelSHA256 = TruthTable.otherModel },
    ]
    for (index, take) in takings.enumerated() {
      var evidence = whole
      take(&evidence)
      let decision = ReleaseGate(policy: policy, evidence: evidence).decide()
      #expect(decision.outcome.isOpen, "taking \(index)")
      #expect(decision.exitCode != 0, "taking \(index)")
    }
  }

  @Test func `corrects for the number of intervals looked at`() throws {
    let row = try #require(try TruthTable().cases.first { $0.name.hasPrefix("the interval lies") })
    var policy = try row.policy()
    var evidence = try row.evidence()
    evidence.figures[0].event.interval?.high = "0.0799"
    let rule = policy.rules[0]
    for number in 1...4 {
      var next = rule
      next.id = "ceiling-\(number)"
      policy.rules.append(next)
    }
    #expect(ReleaseGate(policy: policy, evidence: evidence).decide().outcome == .pass)
    policy.correction = .holm
    let decision = ReleaseGate(policy: policy, evidence: evidence).decide()
    #expect(decision.outcome == .insufficient)
    evidence.figures[0].event.interval?.high = "0.055"
    #expect(ReleaseGate(policy: policy, evidence: evidence).decide().outcome == .pass)
  }
}
