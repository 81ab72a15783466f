import GenerationGuard
import SafetyCore
import SafetyPolicy
import Synchronization
import Testing

/// The model is asked while the prompt's record is on its way to the disk, and no earlier than that
/// does anything come out.
struct AskingAheadTests {
  private struct Lost: Error {}

  /// Lets nobody go on before it is opened.
  private actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func pass() async {
      guard !isOpen else { return }
      await withCheckedContinuation { waiting.append($0) }
    }

    func open() {
      isOpen = true
      for one in waiting { one.resume() }
      waiting = []
    }
  }

  /// A disk that takes until the gate opens, and then loses all or nothing.
  private struct SlowSink: DecisionSink {
    let gate: Gate
    let loses: Bool
    let records = RecordingSink()

    func append(_ records: [DecisionRecord], run: String, state: [UInt8]?) throws {
      try self.records.append(records, run: run, state: state)
    }

    func record(_ records: [DecisionRecord], run: String) async throws {
      await gate.pass()
      if loses { throw Lost() }
      try append(records, run: run, state: nil)
    }
  }

  /// Opens the gate once it is asked.
  private struct Opener: TextGenerator {
    let gate: Gate
    let asked = Asked()
    var fails = false
    /// Whether it says nothing until it is given up.
    var isSilent = false

    final class Asked: Sendable { let count = Mutex(0) }

    var name: String { "opener" }

    func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationPiece, any Error> {
      let pieces = Mutex<[GenerationPiece]>([.text("Put it "), .text("on."), .finished(.stop)])
      let (gate, asked, fails, isSilent) = (gate, asked, fails, isSilent)
      return AsyncThrowingStream {
        asked.count.withLock { $0 += 1 }
        await gate.open()
        if fails { throw Lost() }
        if isSilent { try await Task.sleep(for: .seconds(3_600)) }
        return pieces.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      }
    }
  }

  private static let policy =
    SamplePolicy.texts + """
      detectors:
        dance: {kind: lexicon, phrases: [silver kettle dance]}
        steam: {kind: lexicon, phrases: [steam]}
        sad: {kind: lexicon, phrases: [sad kettle]}
      rules:
        - {id: dance, stage: prompt, if: hit(dance), action: refuse, template: declined}
        - {id: steam, stage: prompt, if: hit(steam), action: hedge, template: careful}
        - {id: sad, stage: prompt, if: hit(sad), action: annotate, escalate: true}

      """

  private static func pieces(
    _ text: String,
    _ generator: Opener,
    _ sink: SlowSink
  ) async throws -> (text: String, last: GuardSummary?) {
    let guarded = GuardedGenerator(
      try SamplePolicy.program(policy),
      generator: generator,
      sink: sink,
      run: "run-1",
      newID: { "request-1" },
      facts: { GuardFacts() }
    )
    var (out, last): (String, GuardSummary?) = ("", nil)
    let request = GenerationRequest([ChatMessage(.user, text)])
    for try await piece in guarded.respond(request, GuardFacts()) {
      switch piece {
      case .text(let text), .refusal(let text): out += text
      case .finished(_, let summary): last = summary
      default: break
      }
    }
    return (out, last)
  }

  /// Were the model asked only after the record, the gate would never open and this never end.
  @Test(.timeLimit(.minutes(1)))
  func `asks the model while the record is on its way`() async throws {
    let gate = Gate()
    let sink = SlowSink(gate: gate, loses: false)
    let generator = Opener(gate: gate)
    let answer = try await Self.pieces("tea?", generator, sink)
    #expect(answer.text == "Put it on." && answer.last?.action == .allow)
    #expect(sink.records.texts("stage") == ["prompt", "output"])
  }

  @Test(.timeLimit(.minutes(1)))
  func `lets out nothing of an answer whose prompt could not be recorded`() async throws {
    let gate = Gate()
    let generator = Opener(gate: gate)
    let answer = try await Self.pieces("tea?", generator, SlowSink(gate: gate, loses: true))
    #expect(!answer.text.contains("Put") && answer.last?.action == .refuse)
    #expect(answer.last?.failure?.contains("recorded") ?? false)
    #expect(generator.asked.count.withLock { $0 } == 1)
  }

  @Test(.timeLimit(.minutes(1)))
  func `refuses what could not be recorded without waiting for the model`() async throws {
    let gate = Gate()
    let generator = Opener(gate: gate, isSilent: true)
    let answer = try await Self.pieces("tea?", generator, SlowSink(gate: gate, loses: true))
    #expect(answer.last?.action == .refuse)
  }

  @Test(arguments: ["a silver kettle dance", "steam?", "my sad kettle"])
  func `asks nobody before a record that says more than that nothing was found`(
    prompt: String
  ) async throws {
    let gate = Gate()
    await gate.open()
    let generator = Opener(gate: gate)
    _ = try await Self.pieces(prompt, generator, SlowSink(gate: gate, loses: true))
    #expect(generator.asked.count.withLock { $0 } == 0)
  }

  @Test func `records a model that fails at once behind the prompt`() async throws {
    let gate = Gate()
    let sink = SlowSink(gate: gate, loses: false)
    await #expect(throws: Lost.self) {
      try await Self.pieces("tea?", Opener(gate: gate, fails: true), sink)
    }
    #expect(sink.records.texts("stage") == ["prompt", "output"])
  }
}
