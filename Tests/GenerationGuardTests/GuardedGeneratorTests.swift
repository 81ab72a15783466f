import GenerationGuard
import SafetyCore
import SafetyPolicy
import Testing

struct GuardedGeneratorTests {
  private static let policy =
    SamplePolicy.texts + """
      detectors:
        dance: {kind: lexicon, phrases: [silver kettle dance]}
        steam: {kind: lexicon, phrases: [steam]}
        sad: {kind: lexicon, phrases: [sad kettle]}
        spoon: {kind: lexicon, phrases: [copper spoon]}
        pan: {kind: lexicon, phrases: [iron pan]}
      rules:
        - {id: prompt-dance, stage: [prompt, history], if: hit(dance), action: refuse, severity: high, template: declined, reason_code: dance}
        - {id: answer-dance, stage: output, if: hit(dance), action: cut, severity: high, template: declined}
        - {id: steam, stage: prompt, if: hit(steam), action: hedge, template: careful}
        - {id: sad, stage: prompt, if: hit(sad), action: safe_complete, template: again, escalate: true}
        - {id: spoon, stage: output, if: hit(spoon), action: rewrite, template: again}
        - {id: risky, stage: prompt, if: "all(hit(pan), turn_risk >= 0.25)", action: refuse, template: declined}

      """

  private struct Answer {
    var text = ""
    var reason: FinishReason?
    var summary: GuardSummary?
  }

  private func answer(
    _ generator: ScriptedGenerator,
    _ sink: RecordingSink,
    _ messages: [ChatMessage],
    language: String = "en"
  ) async throws -> Answer {
    let guarded = GuardedGenerator(
      try SamplePolicy.program(Self.policy),
      generator: generator,
      sink: sink,
      run: "run-1",
      newID: { "request-1" },
      facts: { GuardFacts() }
    )
    var facts = GuardFacts()
    facts.language = language
    var answer = Answer()
    for try await piece in guarded.respond(GenerationRequest(messages), facts) {
      switch piece {
      case .text(let text), .refusal(let text): answer.text += text
      case .reasoning, .toolCall, .usage: break
      case .finished(let reason, let summary):
        answer.reason = reason
        answer.summary = summary
      }
    }
    return answer
  }

  private func ask(_ text: String) -> [ChatMessage] { [ChatMessage(.user, text)] }

  @Test func `passes an answer on and records both stages`() async throws {
    let sink = RecordingSink()
    let answer = try await answer(ScriptedGenerator(["Put the ", "kettle on."]), sink, ask("tea?"))
    #expect(answer.text == "Put the kettle on." && answer.reason == .length)
    #expect(answer.summary?.action == .allow)
    #expect(sink.texts("stage") == ["prompt", "output"])
    #expect(sink.texts("request") == ["request-1", "request-1"])
  }

  @Test func `refuses a prompt without asking the generator`() async throws {
    let (script, sink) = (ScriptedGenerator(["never"]), RecordingSink())
    let answer = try await answer(script, sink, ask("A silver kettle dance!"), language: "de-AT")
    #expect(answer.text == "Keine Kessel hier." && answer.reason == .contentFilter)
    #expect(answer.summary?.rule == "prompt-dance" && answer.summary?.reasonCode == "dance")
    #expect(script.asked.withLock(\.count) == 0)
    #expect(sink.texts("action") == ["refuse"])
  }

  @Test func `looks at what was said before`() async throws {
    let messages = [
      ChatMessage(.user, "silver kettle dance"), ChatMessage(.assistant, "no"),
      ChatMessage(.user, "tea?"),
    ]
    let answer = try await answer(ScriptedGenerator(["x"]), RecordingSink(), messages)
    #expect(answer.summary?.stage == .history && answer.summary?.action == .refuse)
  }

  @Test func `lets risk of earlier turns weigh`() async throws {
    let script = ScriptedGenerator(["Tea."])
    let first = try await answer(script, RecordingSink(), ask("an iron pan"))
    #expect(first.text == "Tea.")
    let messages = [
      ChatMessage(.user, "my sad kettle"), ChatMessage(.assistant, "oh"),
      ChatMessage(.user, "an iron pan"),
    ]
    let second = try await answer(script, RecordingSink(), messages)
    #expect(second.summary?.rule == "risky")
  }

  @Test func `ends an answer where a phrase begins, whatever the pieces`() async throws {
    let sink = RecordingSink()
    let answer = try await answer(
      ScriptedGenerator(["A silver ket", "tle da", "nce now."]),
      sink,
      ask("tea?")
    )
    #expect(answer.text == "A \n\nNo kettles here." && answer.reason == .contentFilter)
    #expect(answer.summary?.action == .cut && answer.summary?.rule == "answer-dance")
    #expect(sink.texts("action") == ["allow", "cut"])
  }

  @Test func `cautions, helps and instructs`() async throws {
    let script = ScriptedGenerator(["Tea."])
    #expect(
      try await answer(script, RecordingSink(), ask("steam?")).text == "Tea.\n\nMind the steam."
    )
    let sink = RecordingSink()
    let helped = try await answer(script, sink, ask("my sad kettle"))
    #expect(helped.text == "No kettles here.\n\nTea.")
    #expect(script.asked.withLock { $0.last?.addendum } == "Speak of teapots.")
    #expect(sink.records.withLock { $0[1].body["escalated"] } == .boolean(true))
  }

  @Test func `has an answer written anew before any of it was written, once`() async throws {
    let script = ScriptedGenerator(["copper spoon"], ["A teapot."])
    let answer = try await answer(script, RecordingSink(), ask("tea?"))
    #expect(answer.text == "A teapot.")
    #expect(script.asked.withLock { $0.map(\.addendum) } == [nil, "Speak of teapots."])
    let stubborn = try await self.answer(
      ScriptedGenerator(["copper spoon"]),
      RecordingSink(),
      ask("tea?")
    )
    #expect(stubborn.text == "No kettles here." && stubborn.reason == .contentFilter)
    let late = try await self.answer(
      ScriptedGenerator(["Tea, copper spoon"]),
      RecordingSink(),
      ask("tea?")
    )
    #expect(late.text == "Tea, \n\nNo kettles here.")
  }

  @Test func `refuses and says so where a decision cannot be recorded`() async throws {
    let script = ScriptedGenerator(["Tea."])
    let none = try await answer(script, RecordingSink(capacity: 0), ask("tea?"))
    #expect(none.text.contains("could not be recorded") && none.reason == .contentFilter)
    #expect(
      !none.text.contains("Tea."),
      "the generator may have been asked, and nobody hears of it"
    )
    let late = try await answer(script, RecordingSink(capacity: 2), ask("tea?"))
    #expect(!late.text.contains("Tea."), "the last letters wait for the record")
    #expect(late.summary?.failure == "the decision could not be recorded")
  }

  @Test func `refuses what is over the policy's limits`() async throws {
    let many = (0..<300).map { ChatMessage($0.isMultiple(of: 2) ? .assistant : .user, "tea") }
    let answer = try await answer(ScriptedGenerator(["x"]), RecordingSink(), many)
    #expect(answer.reason == .contentFilter && answer.text.contains("more than 256 messages"))
  }

  @Test func `hands on a failure of the generator and writes nothing that was held`() async throws {
    let sink = RecordingSink()
    await #expect(throws: ScriptedGenerator.Failure.self) {
      _ = try await answer(ScriptedGenerator(["A silver kettle"], fails: true), sink, ask("tea?"))
    }
    #expect(sink.texts("stage") == ["prompt", "output"])
  }

  @Test func `records its policy once, ahead of the first decision`() async throws {
    let sink = RecordingSink()
    let guarded = GuardedGenerator(
      try SamplePolicy.program(Self.policy),
      generator: ScriptedGenerator(["Tea."]),
      sink: sink,
      run: "run-1",
      newID: { "request-1" },
      facts: { GuardFacts() }
    )
    for _ in 0..<3 { for try await _ in guarded.generate(GenerationRequest(ask("tea?"))) {} }
    let kinds = sink.records.withLock { $0.map(\.kind) }
    #expect(kinds.count { $0 == GuardPolicyEvent.kind } == 1)
    #expect(kinds.first == GuardPolicyEvent.kind && kinds.count == 7)
    let policy = try #require(try sink.policies().first)
    #expect(policy.policy == guarded.program.digest && policy.detectors.count == 5)
    let event = try #require(try sink.decisions().last)
    #expect(event.modelSHA256 == Digest.sha256("script".utf8) && event.microseconds != nil)
  }

  @Test func `is a generator itself`() async throws {
    let guarded = GuardedGenerator(
      try SamplePolicy.program(Self.policy),
      generator: ScriptedGenerator(["Tea", "."]),
      sink: RecordingSink(),
      run: "run-1",
      newID: { "request-1" },
      facts: { GuardFacts() }
    )
    var pieces: [GenerationPiece] = []
    for try await piece in guarded.generate(GenerationRequest(ask("tea?"))) { pieces.append(piece) }
    #expect(pieces.last == .finished(.length))
    #expect(guarded.name == "script")
  }
}
