import GenerationGuard
import Glibc
import SafetyCore
import SafetyPolicy
import Synchronization
import Testing

/// Texts that take long to look at.
struct LongTextTests {
  private static let long = String(repeating: "Put the kettle on. ", count: 13_000)

  /// Runs work in a task that is cancelled before it begins.
  private func cancelled<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async -> Result<Value, any Error> {
    let (go, signal) = AsyncStream<Void>.makeStream()
    let task = Task {
      for await _ in go { break }
      return try await work()
    }
    task.cancel()
    signal.finish()
    return await task.result
  }

  @Test func `looks no further once nobody wants to know`() async throws {
    let program = try SamplePolicy.program(SamplePolicy.mixed)
    let scan = await cancelled { try program.scan(Self.long).findings.count }
    #expect(throws: CancellationError.self) { try scan.get() }
    let explanation = await cancelled {
      try await GuardExplanation(program, Self.long, .output, GuardFacts())
    }
    #expect(throws: CancellationError.self) { try explanation.get() }
    let short = await cancelled { try program.scan("a silver kettle dance").findings.count }
    #expect(try short.get() == 1)
  }

  /// Says when it is asked, and waits until nobody wants its answer.
  private final class WaitingJudge: PassageJudge {
    let labels = ["steam"]
    let digest = Digest.sha256("waiting".utf8)
    let asked: AsyncStream<Void>.Continuation

    init(_ asked: AsyncStream<Void>.Continuation) { self.asked = asked }

    func scores(of passage: JudgedPassage) async throws -> [Double] {
      asked.yield()
      try await Task.sleep(for: .seconds(600))
      return [0]
    }
  }

  private static let judged = """
    schema: gemma-safety/policy/1
    name: judged
    version: 1.0.0
    detectors:
      hot: {kind: classifier, model: steam, threshold: 0.5, timeout_ms: 60000}
    rules:
      - {id: hot, stage: history, if: hit(hot), action: refuse, template: declined}

    """ + SamplePolicy.texts

  @Test func `records that an answer was given up while its prompt was looked at`() async throws {
    let (asked, signal) = AsyncStream<Void>.makeStream()
    var parser = GuardPolicyParser { _ in throw CancellationError() }
    var resources = GuardResources()
    resources.judges = [0: WaitingJudge(signal)]
    let sink = RecordingSink()
    let guarded = GuardedGenerator(
      try GuardProgram(try parser.parse(Self.judged, file: "judged.yaml"), resources),
      generator: ScriptedGenerator(["Tea."]),
      sink: sink,
      run: "run-1",
      newID: { "request-1" },
      facts: { GuardFacts() }
    )
    let messages = [
      ChatMessage(.user, "Tea?"), ChatMessage(.assistant, "Yes."), ChatMessage(.user, Self.long),
    ]
    let answer = Task {
      for try await _ in guarded.respond(GenerationRequest(messages), GuardFacts()) {}
    }
    for await _ in asked { break }
    answer.cancel()
    await #expect(throws: CancellationError.self) { try await answer.value }
    let decisions = try sink.decisions()
    #expect(decisions.map(\.failures) == [["the answer was given up"]])
    #expect(decisions.map(\.stage) == ["prompt"] && decisions.map(\.action) == ["refuse"])
  }

  @Test func `says the same of several stages as of each`() async throws {
    let program = try SamplePolicy.program(SamplePolicy.mixed)
    let texts = ["tea", "a silver kettle dance", Self.long + "copper spoon waltz"]
    let stages = [GuardStage.prompt, .output]
    let all = try await GuardExplanation.all(program, texts, stages, GuardFacts())
    #expect(all.count == texts.count)
    for (text, explanations) in zip(texts, all) {
      for (stage, explanation) in zip(stages, explanations) {
        let alone = try await GuardExplanation(program, text, stage, GuardFacts())
        #expect(explanation.stage == stage && explanation.run == nil)
        #expect(explanation.decision == alone.decision && explanation.evidence == alone.evidence)
        #expect(explanation.findings == alone.findings)
      }
    }
  }

  @Test func `writes the same of a long text as of its pieces`() async throws {
    let program = try SamplePolicy.program(SamplePolicy.mixed)
    let text = Self.long + "copper spoon waltz. " + Self.long
    let explanation = try await GuardExplanation(program, text, .output, GuardFacts())
    #expect(try explanation.run == GuardRun(program, [text]))
    #expect(explanation.run?.output == Self.long + "[SPOON]. " + Self.long)
  }

  @Test(arguments: ["", "t", "tea", "teapot", "teapots"])
  func `cuts evenly`(text: String) {
    let pieces = TextCuts.even(text, longest: 3)
    #expect(pieces.joined() == text && pieces.count == max(1, (text.count + 2) / 3))
  }

  @Test func `leaves the shared pool to others while long texts are looked at`() async throws {
    let isOver = Mutex(false)
    // More than the pool has threads; each takes ten seconds where nobody else comes to run.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<(sysconf(Int32(_SC_NPROCESSORS_ONLN)) + 2) {
        group.addTask { @Sendable in
          try await ScreeningExecutor.run(bytes: 1 << 20) {
            for _ in 0..<5_000 where !isOver.withLock({ $0 }) {
              var pause = timespec(tv_sec: 0, tv_nsec: 2_000_000)
              nanosleep(&pause, nil)
            }
          }
        }
      }
      let start = ContinuousClock.now
      for _ in 0..<100 { await Task {}.value }
      #expect(ContinuousClock.now - start < .seconds(5))
      isOver.withLock { $0 = true }
      try await group.waitForAll()
    }
  }
}
