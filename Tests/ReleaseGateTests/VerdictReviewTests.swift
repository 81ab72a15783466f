import ReleaseGate
import SafetyCore
import Testing

/// A verdict that was signed by the right key is held against the policy, whatever it says.
@Suite struct VerdictReviewTests {
  private func row(_ name: String) throws -> TruthTable.Case {
    try #require(try TruthTable().cases.first { $0.name == name }, "\(name)")
  }

  @Test(arguments: try TruthTable().provable)
  func `says what the gate said`(_ row: TruthTable.Case) throws {
    #expect(try ProvedVerdict(row).contradictions == [])
  }

  @Test(arguments: try TruthTable().provable)
  func `finds a pass that the gate did not give`(_ row: TruthTable.Case) throws {
    guard row.expected != .pass else { return }
    let forged = try ProvedVerdict(row, verdict: { $0.rules[0].outcome = .pass })
    #expect(forged.contradictions.contains { $0.contains("`ceiling` is `pass` in the verdict") })
  }

  @Test func `finds a verdict that the policy forbids`() throws {
    let within = "the interval lies within the bound"
    let beyond = "the whole interval lies beyond the bound"
    let nobody = GateVerdict.Waiver(approver: "Nobody", reason: "none", expires: "2020-01-01")
    let more = GateVerdict.Rule(id: "another", severity: "warn", outcome: .pass, reason: "good")
    let forgeries: [(String, (inout GateVerdict) -> Void, String)] = [
      (beyond, { $0.rules[0].severity = "warn" }, "severity, bound or risk of `ceiling`"),
      (within, { $0.rules[0].bound = "ci_upper <= 0.01" }, "severity, bound or risk"),
      (within, { $0.rules[0].risk = nil }, "severity, bound or risk"),
      (
        beyond, { Self.forge(&$0, .pass) },
        "`ceiling` is `pass` in the verdict, `fail` by what it proves"
      ),
      (within, { Self.forge(&$0, .pass) }, "`ceiling` rests on other events"),
      (beyond, { Self.forge(&$0, .waived, nobody) }, "`ceiling` is `waived` in the verdict"),
      (
        "a waiver covers a failure until its last day", { Self.forge(&$0, .waived, nobody) },
        "`ceiling` is `waived` in the verdict"
      ),
      (
        "a waiver past its last day covers nothing",
        {
          let late = GateVerdict.Waiver(
            approver: "A. Smith",
            reason: "known",
            expires: "2026-02-28"
          )
          Self.forge(&$0, .waived, late)
        }, "its waiver ended on 2026-02-28"
      ),
      (
        "a waiver past its last day covers nothing", { $0.rules[1].outcome = .pass },
        "`base` is `pass` in the verdict, `fail`"
      ),
      (within, { $0.rules.append(more) }, "`another` is no rule of the policy"),
      (within, { $0.rules.removeLast() }, "`base` of the policy was not judged"),
    ]
    for (name, forge, word) in forgeries {
      let forged = try ProvedVerdict(try row(name), verdict: forge)
      let found = forged.contradictions.joined(separator: "; ")
      #expect(found.contains(word), "\(name): \(found)")
    }
  }

  /// Lets the first rule come out otherwise, without a figure.
  private static func forge(
    _ verdict: inout GateVerdict,
    _ outcome: GateOutcome,
    _ waiver: GateVerdict.Waiver? = nil
  ) {
    verdict.rules[0].outcome = outcome
    verdict.rules[0].waiver = waiver
    verdict.rules[0].figure = nil
    verdict.rules[0].evidence = []
  }

  @Test func `finds a figure that the policy does not take`() throws {
    let changes: [((inout ReleaseEvidence.Figure) -> Void, String)] = [
      ({ $0.event.slice = ["language": "de"] }, "no such figure is on record"),
      ({ $0.event.metric = "odds" }, "no such figure is on record"),
      ({ $0.event.subject.modelSHA256 = TruthTable.otherModel }, "of another model"),
      ({ $0.event.count = 99 }, "99 items are fewer than 100"),
      ({ $0.event.count = 501 }, "the figure counts 501 items, its evaluation 500"),
      ({ $0.event.interval = nil }, "the figure has no interval"),
      ({ $0.event.interval?.level = "0.9" }, "the interval is of level 0.9"),
      ({ $0.event.interval?.high = "0.09" }, "the interval crosses the bound"),
      ({ $0.event.subject.seed = 9 }, "of another subject than its evaluation"),
      ({ $0.evaluation?.end?.unscored = ["too-long": 3] }, "3 items gave no score"),
      ({ $0.evaluation?.end?.items = 400 }, "400 of 500 items were evaluated"),
      ({ $0.seconds? -= 60 * 86_400 }, "63 days old"),
      ({ $0.seconds? += 60 * 86_400 }, "from the future"),
    ]
    let row = try row("the interval lies within the bound")
    for (change, word) in changes {
      let found = try ProvedVerdict(row, figure: change).contradictions
      #expect(found.count == 1 && found[0].contains(word), "\(word): \(found)")
    }
  }

  @Test func `finds a verdict that is said to be of another time`() throws {
    var statement = try ProvedVerdict(row("the interval lies within the bound")).statement
    let whole = try ProvedVerdict(row("the interval lies within the bound"))
    statement.decided = "2026-02-28T12:00:00Z"
    let found = statement.contradictions(policy: nil, size: ProvedVerdict.size, root: whole.root)
    #expect(found == ["event 3 of the log is of another time than the verdict"])
  }
}
