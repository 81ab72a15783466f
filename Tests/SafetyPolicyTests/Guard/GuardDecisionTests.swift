import SafetyCore
import SafetyPolicy
import Testing

struct GuardDecisionTests {
  private func policy(_ rules: [GuardRule]) -> GuardPolicy {
    var policy = GuardPolicy(name: "p", version: "1.0.0")
    policy.detectors = [
      GuardDetector(id: "a", kind: .lexicon), GuardDetector(id: "b", kind: .linear),
    ]
    policy.rules = rules
    return policy
  }

  private func rule(
    _ id: String,
    _ action: GuardAction,
    _ severity: GuardSeverity = .medium,
    if condition: GuardCondition = .hit(0)
  ) -> GuardRule {
    var rule = GuardRule(id: id, stages: [.prompt], condition: condition, action: action)
    rule.severity = severity
    return rule
  }

  private func evidence(hits: Int = 1, failing: Int? = nil) -> GuardEvidence {
    var evidence = GuardEvidence(detectorCount: 2)
    for _ in 0..<hits { evidence.add(0, score: 1, isHit: true) }
    if let failing { evidence.fail(failing, "gone") }
    return evidence
  }

  private func decide(
    _ rules: [GuardRule],
    _ evidence: GuardEvidence? = nil,
    _ facts: GuardFacts = GuardFacts()
  ) -> GuardDecision {
    policy(rules).decide(.prompt, evidence ?? self.evidence(), facts)
  }

  @Test func `lets the graver action win, whatever the order`() {
    let order: [GuardAction] = [.annotate, .hedge, .redact, .rewrite, .safeComplete, .refuse]
    for (low, action) in order.enumerated() {
      for graver in order[(low + 1)...] {
        let rules = [rule("low", action, .critical), rule("high", graver, .low)]
        #expect(decide(rules).action == graver)
        #expect(decide(rules.reversed()).action == graver)
      }
    }
  }

  @Test func `settles ties by severity and then by order`() {
    #expect(decide([rule("x", .cut, .low), rule("y", .refuse, .high)]).rule == 1)
    #expect(decide([rule("x", .cut, .high), rule("y", .refuse, .high)]).rule == 0)
  }

  @Test func `records rules in shadow and escalates apart from the action`() {
    var shadow = rule("s", .refuse)
    shadow.mode = .shadow
    var review = rule("r", .annotate)
    review.escalates = true
    let decision = decide([shadow, review])
    #expect(decision.action == .annotate && decision.escalates)
    #expect(decision.proposals.map(\.standing) == [.shadow, .enforced])
    var off = rule("o", .refuse)
    off.mode = .off
    #expect(decide([off]).proposals.isEmpty)
  }

  @Test func `rolls out to the same keys always and to about as many as asked`() {
    var tenth = rule("t", .refuse)
    tenth.rolloutPercent = 10
    let keys = (0..<4_000).map { Digest.sha256("account-\($0)".utf8) }
    let inside = keys.filter { tenth.isRolledOut(to: $0) }
    #expect((300...500).contains(inside.count))
    var half = tenth
    half.rolloutPercent = 50
    // A larger share takes nobody out again.
    #expect(inside.allSatisfy { half.isRolledOut(to: $0) })
    var facts = GuardFacts()
    facts.rollout = keys.first { !tenth.isRolledOut(to: $0) }
    #expect(decide([tenth], nil, facts).proposals.map(\.standing) == [.notRolledOut])
    tenth.rolloutPercent = 0
    #expect(!keys.contains { tenth.isRolledOut(to: $0) })
  }

  @Test func `ends rules and exceptions on their day`() {
    var facts = GuardFacts()
    var rule = rule("r", .refuse)
    rule.expires = "2026-05-01"
    facts.today = "2026-04-30"
    #expect(decide([rule], nil, facts).action == .refuse)
    facts.today = "2026-05-01"
    #expect(decide([rule], nil, facts).action == .allow)
  }

  @Test func `relaxes by an exception in its scope, never what is critical`() {
    var policy = policy([rule("r", .refuse), rule("c", .refuse, .critical)])
    policy.exceptions = [
      GuardException(
        id: "clinic",
        rules: ["r", "c"],
        condition: .route(["clinic"]),
        expires: "2026-05-01",
        reason: "x"
      )
    ]
    var facts = GuardFacts()
    facts.today = "2026-01-01"
    facts.route = "clinic"
    let decision = policy.decide(.prompt, evidence(), facts)
    #expect(decision.proposals.map(\.standing) == [.excepted("clinic"), .enforced])
    facts.today = "2026-06-01"
    #expect(policy.decide(.prompt, evidence(), facts).proposals[0].standing == .enforced)
  }

  @Test func `never takes unknown for clean`() {
    let asks = rule("b", .hedge, if: .score(1, atLeast: 0.5))
    var policy = policy([asks])
    let failing = evidence(hits: 0, failing: 1)
    #expect(policy.decide(.prompt, failing, GuardFacts()).isFailure)
    policy.settings.failModes[.prompt] = .open
    let open = policy.decide(.prompt, failing, GuardFacts())
    #expect(open.action == .allow && open.unknown.map(\.rule) == [0] && !open.escalates)
    policy.settings.failModes[.prompt] = .degrade
    #expect(policy.decide(.prompt, failing, GuardFacts()).escalates)
    policy.detectors[1].failMode = .closed
    #expect(policy.decide(.prompt, failing, GuardFacts()).isFailure)
  }

  @Test func `settles what does not hang on the unknown part`() {
    let failing = evidence(failing: 1)
    let facts = GuardFacts()
    #expect(GuardCondition.any([.hit(0), .hit(1)]).holds(failing, facts) == true)
    #expect(GuardCondition.all([.hit(0), .hit(1)]).holds(failing, facts) == nil)
    #expect(GuardCondition.all([.not(.hit(0)), .hit(1)]).holds(failing, facts) == false)
    #expect(GuardCondition.not(.hit(1)).holds(failing, facts) == nil)
  }

  @Test func `joins what two stages of a text say and forgets nothing of either`() {
    var review = rule("review", .annotate)
    review.escalates = true
    review.stages = [.outputFinal]
    var first = rule("first", .redact)
    first.stages = [.output, .outputFinal]
    var trial = rule("trial", .refuse)
    trial.mode = .shadow
    trial.stages = [.outputFinal]
    let policy = policy([review, first, trial])
    func decide(_ stage: GuardStage) -> GuardDecision {
      policy.decide(stage, evidence(), GuardFacts())
    }
    let joined = decide(.output).joined(by: decide(.outputFinal))
    #expect(joined.stage == .output && joined.action == .redact && joined.rule == 1)
    #expect(joined.proposals.map(\.rule) == [0, 1, 2] && joined.escalates)
  }

  @Test func `keeps a failure where a later stage only has a rule`() {
    var failed = GuardDecision(stage: .output)
    failed.action = .refuse
    var later = GuardDecision(stage: .outputFinal)
    (later.action, later.rule) = (.refuse, 0)
    #expect(failed.joined(by: later).isFailure)
  }

  @Test func `decides the same on the same evidence in any order`() {
    let rules = [
      rule("a", .redact), rule("b", .hedge, .high), rule("c", .redact, .high),
      rule("d", .annotate, .critical),
    ]
    let actions = Set(
      (0..<rules.count).map { turn in
        let turned = Array(rules[turn...] + rules[..<turn])
        let decision = decide(turned)
        return "\(decision.action) \(decision.rule.map { turned[$0].id } ?? "")"
      }
    )
    #expect(actions == ["redact c"])
  }
}
