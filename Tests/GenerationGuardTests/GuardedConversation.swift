import GenerationGuard
import SafetyCore
import SafetyPolicy

/// A scripted model behind a policy, and everything that comes out.
struct GuardedConversation {
  struct Answer {
    var text = ""
    var reasoning = ""
    var calls: [ToolCall] = []
    var usage: TokenUsage?
    var reason: FinishReason?
    var summary: GuardSummary?
  }

  let program: GuardProgram
  var sink = RecordingSink()
  var seal: TurnSeal?
  var keeping: TextKeeping?
  var facts = GuardFacts()

  init(_ yaml: String) throws {
    program = try SamplePolicy.program(yaml)
    facts.language = "en"
  }

  /// What is let out for a conversation.
  func answer(
    _ messages: [ChatMessage],
    by generator: ScriptedGenerator,
    about subject: String? = nil,
    keepsPrompt: Bool = true
  ) async throws -> Answer {
    let guarded = GuardedGenerator(
      program,
      generator: generator,
      sink: sink,
      run: "run-1",
      seal: seal,
      keeping: keeping,
      newID: { "request-1" },
      facts: { GuardFacts() }
    )
    var answer = Answer()
    let pieces = guarded.respond(
      GenerationRequest(messages),
      facts,
      about: subject.map { .named($0) },
      keepsPrompt: keepsPrompt
    )
    for try await piece in pieces {
      switch piece {
      case .text(let text), .refusal(let text): answer.text += text
      case .reasoning(let text): answer.reasoning += text
      case .toolCall(let call, _): answer.calls.append(call)
      case .usage(let usage): answer.usage = usage
      case .finished(let reason, let summary):
        answer.reason = reason
        answer.summary = summary
      }
    }
    return answer
  }
}
