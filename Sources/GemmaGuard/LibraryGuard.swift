import GenerationGuard
import SafetyCore
import SafetyPolicy
import SafetyRuntime

/// What stands behind `Guard`: a compiled policy and where its decisions go.
struct LibraryGuard: Sendable {
  let program: GuardProgram
  private let sink: any DecisionSink
  private let run: String
  private let isLogged: Bool

  init(policy: String, audit: String?) throws {
    program = try GuardPolicyFile.read(try PolicyFolder.path(of: policy, among: .guards))
    run = "library-\(SystemClock.now())"
    isLogged = audit != nil
    sink = try audit.map { try GuardSink.log(at: $0) } ?? GuardSink.none
  }

  static func today() -> String { String(SystemClock.now().prefix(10)) }

  func answer(
    _ messages: [ChatMessage],
    _ facts: GuardFacts,
    _ generator: any TextGenerator
  ) -> AsyncThrowingStream<Piece, any Error> {
    let run = run
    let guarded = GuardedGenerator(
      program,
      generator: generator,
      sink: sink,
      run: run,
      newID: { "\(run)-\(String(UInt64.random(in: 0 ... .max), radix: 16))" },
      facts: { facts }
    )
    let source = PieceSource(guarded.respond(GenerationRequest(messages), facts), isLogged)
    return AsyncThrowingStream { try await source.next() }
  }

  func check(_ prompt: String, _ facts: GuardFacts) async throws -> Decision {
    let screening = try await program.screen(
      GenerationRequest([ChatMessage(.user, prompt)]),
      facts
    )
    let decision = screening.decision
    return Decision(
      action: decision.action.rawValue,
      rule: decision.rule.map { program.policy.rules[$0].id },
      stage: decision.stage.rawValue,
      failure: screening.failure,
      request: ""
    )
  }
}

/// Hands on what is let out, in the library's words.
private actor PieceSource {
  private var pieces: AsyncThrowingStream<GuardedPiece, any Error>.Iterator
  private let isLogged: Bool

  init(_ pieces: AsyncThrowingStream<GuardedPiece, any Error>, _ isLogged: Bool) {
    self.pieces = pieces.makeAsyncIterator()
    self.isLogged = isLogged
  }

  func next() async throws -> Piece? {
    while true {
      var iterator = pieces
      let piece = try await iterator.next(isolation: self)
      pieces = iterator
      switch piece {
      case .text(let text)?, .refusal(let text)?: return .text(text)
      case .reasoning?, .toolCall?, .usage?: continue
      case .finished(_, let summary)?: return .finished(decision(summary))
      case nil: return nil
      }
    }
  }

  private func decision(_ summary: GuardSummary) -> Decision {
    Decision(
      action: summary.action.rawValue,
      rule: summary.rule,
      stage: summary.stage.rawValue,
      failure: summary.failure,
      request: isLogged ? summary.request : ""
    )
  }
}
