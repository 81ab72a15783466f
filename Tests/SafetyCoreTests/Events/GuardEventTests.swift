import Diagnostics
import SafetyCore
import Testing

/// The events of the guard, written and read back.
struct GuardEventTests {
  private static let digest = Digest.sha256("silver kettle dance".utf8)

  private func readBack<Body: EventBody>(_ body: Body) throws -> Body {
    var members = body.members
    members["kind"] = .string(Body.kind)
    members["run"] = .string(body.run)
    members["ts"] = "2026-01-31T12:00:00Z"
    return try Body(body: CanonicalValue.object(members).canonicalJSON)
  }

  private var decision: GuardEvent {
    var event = GuardEvent(
      run: "r1",
      request: "q1",
      policy: Self.digest,
      model: "kettle",
      stage: "output",
      action: "redact",
      severity: "high"
    )
    event.rule = "dance"
    event.proposals = [.init(rule: "dance", standing: "enforced")]
    event.failures = ["x: closed"]
    event.escalates = true
    event.findings = [.init(detector: "d", view: "folded", score: 0.25, span: 3..<9)]
    event.moreFindings = 2
    event.heldMaximum = 12
    event.writtenBytes = 90
    event.modelSHA256 = Self.digest
    var facts = GuardEvent.Facts(
      language: "en",
      route: "r",
      role: "user",
      turnRisk: 0.125,
      today: "2026-01-31"
    )
    facts.tool = "search"
    facts.rollout = Self.digest
    event.facts = facts
    event.evidence = [
      ["d": .init(count: 2, score: 0.5), "e": .init(count: 0, score: 0, failure: "f")], [:],
    ]
    event.isComplete = false
    event.opensConversation = true
    event.microseconds = 17
    return event
  }

  @Test func `reads back what it wrote`() throws {
    #expect(try readBack(decision) == decision)
    let bare = GuardEvent(
      run: "r1",
      request: "q1",
      policy: Self.digest,
      model: "kettle",
      stage: "prompt",
      action: "allow",
      severity: "information"
    )
    #expect(try readBack(bare) == bare)
    let policy = GuardPolicyEvent(
      run: "r1",
      policy: Self.digest,
      name: "p",
      version: "1.0.0",
      detectors: [.init(id: "d", kind: "lexicon", definition: Self.digest, threshold: 0.5)]
    )
    #expect(try readBack(policy) == policy)
    let review = ReviewResolved(
      run: "r1",
      decision: 7,
      leaf: Self.digest,
      request: "q1",
      verdict: .overturned,
      reviewer: "kim",
      note: "a quotation"
    )
    #expect(try readBack(review) == review)
  }

  /// As records were written before facts and scores were part of them.
  @Test func `reads records of before there were scores`() throws {
    let body = """
      {"action":"refuse","escalated":false,"failures":[],"findings":[{"detector":"dance","score":"1",\
      "span":[8,27],"view":"skeleton"}],"held_max":null,"kind":"guard.decision","model":"kettle",\
      "more_findings":0,"policy":"\(Self.digest.hex)","proposals":[{"rule":"dance","standing":\
      "enforced"}],"request":"q1","rule":"dance","run":"r1","severity":"high","stage":"prompt",\
      "ts":"2026-01-31T12:00:00Z","written_bytes":null}
      """
    let event = try GuardEvent(body: Array(body.utf8))
    #expect(event.evidence == nil && event.facts == nil && event.isComplete)
    #expect(event.findings.map(\.span) == [8..<27] && event.heldMaximum == nil)
  }

  @Test(arguments: [
    ("span", CanonicalValue.array([9, 3])), ("span", .array([1])), ("score", "much"),
    ("score", "inf"), ("span", "x"),
  ])
  func `refuses findings of another shape`(key: String, value: CanonicalValue) {
    var finding: [String: CanonicalValue] = [
      "detector": "d", "view": "raw", "score": "1", "span": [0, 1],
    ]
    finding[key] = value
    var members = decision.members
    members["findings"] = .array([.object(finding)])
    members["kind"] = .string(GuardEvent.kind)
    members["run"] = "r1"
    let body = CanonicalValue.object(members).canonicalJSON
    let error = #expect(throws: Diagnostic.self) { try GuardEvent(body: body) }
    #expect(error?.code == "event/wrong-type")
  }
}
