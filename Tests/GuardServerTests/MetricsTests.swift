import GenerationGuard
import GuardServer
import SafetyCore
import ServerSupport
import Testing

/// What is counted of decisions, of models behind detectors and of time.
struct MetricsTests {
  private static let policy = """
    schema: gemma-safety/policy/1
    name: tea-room
    version: 1.0.0
    categories:
      dances: {title: Dances}
    detectors:
      dance: {kind: lexicon, phrases: [silver kettle dance]}
    rules:
      - {id: dance, stage: prompt, if: hit(dance), action: refuse, template: declined, category: dances}
      - {id: later, stage: prompt, if: hit(dance), action: annotate, mode: shadow, category: dances}
    templates:
      declined: {fallback: [en], texts: {en: No kettles here.}}

    """

  private static func event(_ action: String) -> GuardEvent {
    GuardEvent(
      run: "run-1",
      request: "request-1",
      policy: Digest.sha256("policy".utf8),
      model: "none",
      stage: "prompt",
      action: action,
      severity: "none"
    )
  }

  private func exposition(_ events: GuardEvent...) throws -> String {
    let metrics = ServeMetrics()
    let program = try ServerUnderTest.PolicyText(Self.policy).program()
    metrics.recorded(events.map(\.record), program.policy)
    return metrics.factory.exposition
  }

  @Test func `counts decisions by category, and apart what rules in shadow would have done`() throws
  {
    var refused = Self.event("refuse")
    refused.rule = "dance"
    refused.proposals = [
      .init(rule: "dance", standing: "enforced"), .init(rule: "later", standing: "shadow"),
    ]
    let text = try exposition(refused, Self.event("allow"))
    for line in [
      #"guard_decisions_total{stage="prompt",action="refuse",category="dances",mode="enforce"} 1"#,
      #"guard_decisions_total{stage="prompt",action="annotate",category="dances",mode="shadow"} 1"#,
      #"guard_decisions_total{stage="prompt",action="allow",category="none",mode="enforce"} 1"#,
      #"guard_rule_decisions_total{rule="dance"} 1"#,
    ] { #expect(text.contains(line + "\n"), "\(line)") }
  }

  @Test func `tells failures from refusals by a rule, and names the detectors that failed`() throws
  {
    var failed = Self.event("refuse")
    failed.failures = ["hot failed"]
    let silent = GuardEvent.Evidence(count: 0, score: 0, failure: "hot failed")
    failed.evidence = [["hot": silent], ["hot": silent, "dance": .init(count: 1, score: 1)]]
    let text = try exposition(failed)
    for line in [
      #"guard_decisions_total{stage="prompt",action="failed",category="none",mode="enforce"} 1"#,
      #"guard_detector_unknown_total{detector="hot"} 1"#, "guard_unknown_total 1",
    ] { #expect(text.contains(line + "\n"), "\(line)") }
    #expect(!text.contains(#"action="refuse""#) && !text.contains(#"detector="dance""#))
  }

  private struct Judge: PassageJudge {
    struct Failure: Error {}

    let labels = ["steam"]
    let digest = Digest.sha256("steam".utf8)
    let template: Digest? = nil

    func scores(of passage: JudgedPassage) async throws -> [Double] {
      guard passage.sentence != "smoke" else { throw Failure() }
      return [0.5]
    }
  }

  @Test func `takes the time of a model behind a detector, be it that it fails`() async throws {
    let metrics = ServeMetrics()
    let judge = TimedJudge(Judge(), detector: "hot", metrics)
    #expect(judge.labels == ["steam"] && judge.digest == Judge().digest)
    #expect(try await judge.scores(of: JudgedPassage(question: "tea", sentence: "tea")) == [0.5])
    await #expect(throws: Judge.Failure.self) {
      try await judge.scores(of: JudgedPassage(question: "smoke", sentence: "smoke"))
    }
    let line = #"guard_detector_seconds_count{detector="hot"} 2"#
    #expect(metrics.factory.exposition.contains(line + "\n"))
  }

  @Test func `takes the time of a stream up to its end`() async throws {
    let model = ServerUnderTest.Model { _, _ in
      AsyncThrowingStream { $0.yield(.text("Put the kettle on. ")) }
    }
    try await ServerUnderTest.serving(model) { server in
      let line = #"http_request_seconds_count{route="/v1/chat/completions"} 1"#
      func isCounted() async throws -> Bool {
        try await server.client.send("GET", "/metrics").body.contains(line + "\n")
      }
      let body = Array(ServerUnderTest.body("Tea?", ["stream": true]).utf8)
      let connection = try await Blocking.run {
        let connection = try server.client.begin("POST", "/v1/chat/completions", body)
        #expect(connection.read(until: "kettle"))
        return connection
      }
      let isCountedBefore = try await isCounted()
      #expect(!isCountedBefore)
      connection.hangUp()
      let isCountedAfter = try await eventually { try await isCounted() }
      #expect(isCountedAfter)
    }
  }
}
