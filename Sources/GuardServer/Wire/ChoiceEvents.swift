import GenerationGuard

/// The events of chats and completions: chunks of choices, with `[DONE]` at their end.
struct ChoiceEvents: AnswerEventWriter {
  private let writer: AnswerWriter
  private let includesUsage: Bool
  private var choices: [AnswerChoice]
  private var opened = -1

  init(_ writer: AnswerWriter, _ choices: Int, includesUsage: Bool) {
    self.writer = writer
    self.includesUsage = includesUsage
    self.choices = [AnswerChoice](repeating: AnswerChoice(), count: choices)
  }

  mutating func begin() -> [UInt8] { [] }

  mutating func take(_ piece: GuardedPiece, of choice: Int) -> [UInt8] {
    var out: [UInt8] = []
    if opened < choice {
      opened = choice
      out += writer.opening(choice)
    }
    let calls = choices[choice].calls.count
    choices[choice].take(piece)
    switch piece {
    case .text(let text): out += writer.text(text, choice)
    case .refusal(let words): out += writer.refusal(words, choice)
    case .toolCall(let call, _): out += writer.call(call, calls, choice)
    case .reasoning(let text): out += writer.reasoning(text, choice)
    case .usage: break
    case .finished: out += writer.finish(choices[choice], choice)
    }
    return out
  }

  mutating func end() -> [UInt8] {
    (includesUsage ? writer.usageEvent(choices) : []) + AnswerWriter.done
  }

  mutating func fail(_ failure: ServeFailure) -> [UInt8] { AnswerWriter.failure(failure) }
}
