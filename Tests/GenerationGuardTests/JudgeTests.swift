import Diagnostics
import GenerationGuard
import SafetyCore
import SafetyPolicy
import Synchronization
import Testing

/// Models that are asked about sentences.
struct JudgeTests {
  /// Scores what speaks of steam; fails at smoke, is late at fog, and remembers what it was asked.
  private final class SteamJudge: PassageJudge {
    struct Failure: Error {}

    let labels = ["steam", "heat"]
    let digest = Digest.sha256("steam".utf8)
    let template: Digest? = Digest.sha256("wording".utf8)
    let asked = Mutex<[JudgedPassage]>([])

    func scores(of passage: JudgedPassage) async throws -> [Double] {
      asked.withLock { $0.append(passage) }
      if passage.sentence.contains("smoke") { throw Failure() }
      if passage.sentence.contains("fog") { try await Task.sleep(for: .seconds(600)) }
      if passage.sentence.contains("nothing") { return [.nan, 0] }
      return [passage.sentence.contains("steam") ? 0.9 : 0.1, 0]
    }
  }

  private func program(
    _ judge: SteamJudge,
    detector: String = "",
    rules: String = "[{id: hot, stage: output, if: hit(hot), action: cut, template: declined}]",
    settings: String = ""
  ) throws -> GuardProgram {
    let yaml =
      "schema: gemma-safety/policy/1\nname: s\nversion: 1.0.0\n" + SamplePolicy.texts + """
        detectors:
          tea: {kind: lexicon, phrases: [tea]}
          hot: {kind: classifier, model: steam, threshold: 0.5, timeout_ms: 300\(detector)}
        rules: \(rules)
        \(settings)

        """
    var parser = GuardPolicyParser { _ in throw SteamJudge.Failure() }
    let policy = try parser.parse(yaml, file: "s.yaml")
    var resources = GuardResources()
    resources.judges = [1: judge]
    return try GuardProgram(policy, resources)
  }

  private func run(_ program: GuardProgram, _ text: String) async throws -> GuardRun {
    let whole = try await GuardRun.asking(program, [text])
    for cut in TextCuts.cuts(of: text, .random(12)) {
      #expect(try await GuardRun.asking(program, cut) == whole)
    }
    return whole
  }

  @Test func `writes no sentence before the model has passed it`() async throws {
    let judge = SteamJudge()
    let program = try program(judge)
    let run = try await run(program, "Tea is fine. Here is steam for you. More tea.")
    #expect(run.output == "Tea is fine.\n\nNo kettles here." && run.action == .cut)
    #expect(run.heldMaximum <= program.holdBound)
    let first = judge.asked.withLock { $0[0] }
    #expect(first == JudgedPassage(question: "", answer: "Tea is fine.", sentence: "Tea is fine."))
    #expect(try await self.run(program, "Tea is fine. And more").output == "Tea is fine. And more")
    #expect(try await self.run(program, "steam").output == "No kettles here.")
  }

  @Test func `ends within a sentence where the model only trails`() async throws {
    let program = try program(SteamJudge(), detector: ", role: trail")
    let run = try await run(program, "Tea is fine. Here is steam for you. More tea.")
    #expect(run.output == "Tea is fine. Here is steam for you.\n\nNo kettles here.")
    #expect(run.heldMaximum == 0)
  }

  @Test(arguments: [
    ("smoke", "hot failed"), ("fog", "hot took too long"), ("nothing", "hot gave no score"),
  ])
  func `refuses, and says so, what a model cannot judge in time`(
    word: String,
    reason: String
  ) async throws {
    let program = try program(SteamJudge())
    let run = try await GuardRun.asking(program, ["Tea is fine. Here is \(word). More."])
    #expect(run.action == .refuse && run.rule == nil)
    #expect(run.output.hasPrefix("Tea is fine.") && !run.output.contains("Here is"))
    #expect(run.tail.contains(reason))
  }

  @Test func `passes it on where the policy says that a failure is open`() async throws {
    let text = "Tea is fine. Here is smoke. More."
    let open = "settings: {fail_mode: {output: open}}"
    let program = try program(SteamJudge(), settings: open)
    #expect(try await run(program, text).output == text)
    #expect(try await run(program, "Here is smoke. Here is steam.").action == .cut)
  }

  @Test func `asks a model only where a condition holds`() async throws {
    let judge = SteamJudge()
    let program = try program(judge, detector: ", when: hit(tea)")
    #expect(try await run(program, "Here is steam. More.").output == "Here is steam. More.")
    #expect(judge.asked.withLock(\.count) == 0)
    #expect(try await run(program, "Some tea. Here is steam.").action == .cut)
  }

  @Test func `asks a model once about a text that is looked at for several stages`() async throws {
    let judge = SteamJudge()
    let rules = """
      [{id: asks, stage: prompt, if: hit(hot), action: refuse, template: declined},
       {id: hot, stage: output, if: hit(hot), action: cut, template: declined}]
      """
    let program = try program(judge, rules: rules)
    let stages = [GuardStage.prompt, .output, .history]
    let all = try await GuardExplanation.all(program, ["some steam"], stages, GuardFacts())
    #expect(all[0].map(\.decision.action) == [.refuse, .cut, .allow])
    #expect(judge.asked.withLock(\.count) == 1)
  }

  @Test func `looks at prompts, results and calls with models too`() async throws {
    let judge = SteamJudge()
    let rules = """
      [{id: asks, stage: prompt, if: score(hot) >= 0.8, action: refuse, template: declined},
       {id: calls, stage: tool_call, if: hit(hot), action: cut}]
      """
    let program = try program(judge, rules: rules)
    let hot = try await program.inspect("A steam engine", .prompt, GuardFacts())
    #expect(hot.evidence[1].score == 0.9 && hot.findings.map(\.detector) == [1])
    #expect(try await program.inspect("A steam engine", .history, GuardFacts()).findings.isEmpty)
    let call = ToolCall(id: "1", name: "boil", arguments: #"{"q":"\u0073team"}"#)
    #expect(try await program.screen(call, GuardFacts()).decision.action == .cut)
    let screening = try await program.screen(
      GenerationRequest([ChatMessage(.user, "some smoke")]),
      GuardFacts()
    )
    #expect(screening.failure == "a detector failed")
  }

  @Test func `asks for labels by name`() async throws {
    let program = try program(SteamJudge(), detector: ", only: [heat]")
    #expect(try await run(program, "Here is steam.").output == "Here is steam.")
    let error = #expect(throws: Diagnostic.self) {
      try self.program(SteamJudge(), detector: ", only: [heta]")
    }
    #expect(error?.code == "policy/unknown-only" && error?.hint == "did you mean `heat`?")
  }

  @Test func `enforces no threshold that was fitted on another model or wording`() throws {
    let judge = SteamJudge()
    let (other, wording) = (Digest.sha256("x".utf8).hex, Digest.sha256("wording".utf8).hex)
    func fitted(_ model: String, _ template: String, mode: String = "enforce") throws
      -> GuardProgram
    {
      try program(
        judge,
        detector: ", calibration: {model_sha256: \(model), template_sha256: \(template)}",
        rules: "[{id: hot, stage: output, if: hit(hot), action: cut, mode: \(mode)}]"
      )
    }
    _ = try fitted(judge.digest.hex, wording)
    _ = try fitted(other, wording, mode: "shadow")
    for (model, template) in [(other, wording), (judge.digest.hex, other)] {
      let error = #expect(throws: Diagnostic.self) { try fitted(model, template) }
      #expect(error?.code == "guard/calibration")
      #expect(error?.hint?.contains(judge.digest.hex) ?? false)
    }
  }

  @Test func `records what models said, so that it can be replayed`() async throws {
    let program = try program(SteamJudge(), detector: ", role: trail")
    let sink = RecordingSink()
    let guarded = GuardedGenerator(
      program,
      generator: ScriptedGenerator(["Tea is fine. Here is", " steam. More."]),
      sink: sink,
      run: "r",
      newID: { "q" },
      facts: { GuardFacts() }
    )
    var text = ""
    for try await piece in guarded.respond(
      GenerationRequest([ChatMessage(.user, "tea?")]),
      GuardFacts()
    ) {
      switch piece {
      case .text(let part), .refusal(let part): text += part
      default: break
      }
    }
    #expect(text == "Tea is fine. Here is steam.\n\nNo kettles here.")
    let event = try #require(try sink.decisions().last)
    #expect(event.evidence?.first?["hot"] == .init(count: 1, score: 0.9))
    let decision = RecordedDecision(event, under: try sink.policies().first)
    let same = decision.verdict(of: program, today: "2026-01-31")
    #expect(ReplayOutcome(decision.recorded, same) == .unchanged)
    // On the prompt nobody asked the model: what hangs on it there is unknown.
    let prompt = RecordedDecision(
      try #require(try sink.decisions().first),
      under: try sink.policies().first
    )
    let stricter = try self.program(
      SteamJudge(),
      rules: "[{id: asks, stage: prompt, if: hit(hot), action: refuse, template: declined}]"
    )
    #expect(
      prompt.verdict(of: stricter, today: "2026-01-31")
        == .unknown(.detectorNotRecorded, rules: ["asks"])
    )
  }

  @Test(arguments: [
    ("classifier", "", "policy/missing-key"), ("shieldgemma", "", "policy/missing-key"),
    ("moderation", "", "policy/missing-key"),
    ("moderation", ", url: \"ftp://example.com\"", "policy/missing-key"),
    ("classifier", ", model: m, url: \"http://x\"", "policy/unused-key"),
    ("classifier", ", model: m, when: hit(a)", "policy/bad-trigger"),
    ("classifier", ", model: m, when: hit(b)", "policy/unknown-detector"),
    ("classifier", ", model: m, calibration: {dataset: x}", "policy/missing-key"),
    ("classifier", ", model: m, calibration: {model_sha256: abc}", "policy/wrong-value"),
    ("classifier", ", model: m, role: gates", "policy/wrong-value"),
  ])
  func `refuses detectors that could not work`(kind: String, parts: String, code: String) {
    var parser = GuardPolicyParser { _ in throw SteamJudge.Failure() }
    let yaml = """
      schema: gemma-safety/policy/1
      name: s
      version: 1.0.0
      detectors:
        a: {kind: \(kind)\(parts)}
      """
    let error = #expect(throws: Diagnostics.self) { try parser.parse(yaml, file: "s.yaml") }
    #expect(
      error?.items.contains { $0.code.rawValue == code } ?? false,
      "\(String(describing: error))"
    )
  }
}
