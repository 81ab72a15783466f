import GenerationGuard
import SafetyCore
import StrictJSON

/// Writes answers as OpenAI's clients read them.
struct AnswerWriter: Sendable {
  let format: AnswerFormat
  let id: String
  /// Seconds since 1970.
  let created: Int
  let model: String
  let policy: String
  /// What a response says again of its request.
  let repeated: [String: JSONValue]
  private let isStreamed: Bool

  init(
    _ format: AnswerFormat,
    id: String,
    created: Int,
    model: String,
    policy: String,
    streams: Bool,
    repeated: [String: JSONValue]
  ) {
    self.format = format
    self.id = id
    self.created = created
    self.model = model
    self.policy = policy
    self.repeated = repeated
    isStreamed = streams
  }

  // MARK: Whole answers

  /// The body of an answer that is not streamed.
  func whole(_ choices: [AnswerChoice]) -> JSONValue {
    guard format != .response else { return ResponseWriter(self).whole(choices[0]) }
    var body = head
    body["choices"] = .array(choices.enumerated().map { choice($1, $0) })
    body["usage"] = usage(choices)
    body["x_guard"] = .array(choices.map(guardFacts))
    if choices.count == 1 { body["x_guard"] = guardFacts(choices[0]) }
    return .object(body)
  }

  private func choice(_ choice: AnswerChoice, _ index: Int) -> JSONValue {
    let reason = JSONValue.string(choice.finish.rawValue)
    let text = choice.text + choice.refusal
    guard format == .chat else {
      return [
        "index": .integer(index), "text": .string(text), "logprobs": .null, "finish_reason": reason,
      ]
    }
    var message: [String: JSONValue] = [
      "role": "assistant", "content": text.isEmpty && !choice.calls.isEmpty ? .null : .string(text),
      "refusal": choice.refusal.isEmpty ? .null : .string(choice.refusal),
    ]
    if !choice.reasoning.isEmpty { message["reasoning_content"] = .string(choice.reasoning) }
    if !choice.calls.isEmpty { message["tool_calls"] = .array(choice.calls.map { Self.call($0) }) }
    message[Conversation.seal] = choice.summary?.seal.map { .string($0) }
    return [
      "index": .integer(index), "message": .object(message), "logprobs": .null,
      "finish_reason": reason,
    ]
  }

  /// Tokens of all choices; those that nobody counted, as their `x_guard` says, are none.
  ///
  /// OpenAI counts in every whole answer, so that smolagents and others fail where no counts are.
  func usage(_ choices: [AnswerChoice]) -> JSONValue {
    let prompt = choices.map { $0.usage?.prompt ?? 0 }.max() ?? 0
    let made = choices.reduce(0) { $0 + ($1.usage?.completion ?? 0) }
    return [
      "prompt_tokens": .integer(prompt), "completion_tokens": .integer(made),
      "total_tokens": .integer(prompt + made),
    ]
  }

  // MARK: Events

  /// Writes the events of a stream with so many answers.
  func events(_ choices: Int, includesUsage: Bool) -> any AnswerEventWriter {
    format == .response
      ? ResponseEvents(ResponseWriter(self))
      : ChoiceEvents(self, choices, includesUsage: includesUsage)
  }

  /// The event that opens a choice.
  func opening(_ index: Int) -> [UInt8] {
    format == .chat ? event(index, delta: ["role": "assistant", "content": ""]) : []
  }

  /// An event with a piece of text.
  func text(_ text: String, _ index: Int) -> [UInt8] {
    format == .chat ? event(index, delta: ["content": .string(text)]) : event(index, text: text)
  }

  /// An event with a piece of the model's reasoning, for which completions have no place.
  func reasoning(_ text: String, _ index: Int) -> [UInt8] {
    format == .chat ? event(index, delta: ["reasoning_content": .string(text)]) : []
  }

  /// An event with the guard's own words.
  func refusal(_ text: String, _ index: Int) -> [UInt8] {
    guard format == .chat else { return event(index, text: text) }
    return event(index, delta: ["content": .string(text), "refusal": .string(text)])
  }

  /// An event with a call of a tool; whole, because it had to be screened.
  func call(_ call: ToolCall, _ place: Int, _ index: Int) -> [UInt8] {
    guard format == .chat, case .object(var value) = Self.call(call) else { return [] }
    value["index"] = .integer(place)
    return event(index, delta: ["tool_calls": [.object(value)]])
  }

  /// The event that ends a choice.
  func finish(_ choice: AnswerChoice, _ index: Int) -> [UInt8] {
    let reason = JSONValue.string(choice.finish.rawValue)
    let facts = guardFacts(choice)
    var delta: [String: JSONValue] = [:]
    delta[Conversation.seal] = choice.summary?.seal.map { .string($0) }
    return format == .chat
      ? event(index, delta: .object(delta), reason: reason, facts: facts)
      : event(index, text: "", reason: reason, facts: facts)
  }

  /// The event with the tokens of all choices; none where nobody counted any, which clients expect of
  /// streams.
  func usageEvent(_ choices: [AnswerChoice]) -> [UInt8] {
    guard choices.contains(where: \.isCounted) else { return [] }
    var body = head
    body["choices"] = []
    body["usage"] = usage(choices)
    return Self.event(.object(body))
  }

  /// An event that says that the answer broke off.
  static func failure(_ failure: ServeFailure) -> [UInt8] { event(failure.body) }

  static let done = Array("data: [DONE]\n\n".utf8)
  /// A comment, which clients pass over.
  static let keepAlive = Array(": keep-alive\n\n".utf8)

  private func event(
    _ index: Int,
    delta: JSONValue,
    reason: JSONValue = .null,
    facts: JSONValue? = nil
  ) -> [UInt8] {
    event(
      ["index": .integer(index), "delta": delta, "logprobs": .null, "finish_reason": reason],
      facts
    )
  }

  private func event(
    _ index: Int,
    text: String,
    reason: JSONValue = .null,
    facts: JSONValue? = nil
  ) -> [UInt8] {
    event(
      [
        "index": .integer(index), "text": .string(text), "logprobs": .null, "finish_reason": reason,
      ],
      facts
    )
  }

  private func event(_ choice: JSONValue, _ facts: JSONValue?) -> [UInt8] {
    var body = head
    body["choices"] = [choice]
    body["x_guard"] = facts
    return Self.event(.object(body))
  }

  private static func event(_ value: JSONValue) -> [UInt8] {
    var out = Array("data: ".utf8)
    value.write(to: &out)
    out += [0x0A, 0x0A]
    return out
  }

  // MARK: Parts

  private var head: [String: JSONValue] {
    let object =
      switch format {
      case .chat: isStreamed ? "chat.completion.chunk" : "chat.completion"
      case .completion: "text_completion"
      case .response: "response"
      }
    return [
      "id": .string(format.idPrefix + id), "object": .string(object),
      "created": .integer(created), "model": .string(model),
    ]
  }

  /// A call as messages hold it.
  static func call(_ call: ToolCall) -> JSONValue {
    [
      "id": .string(call.id), "type": "function",
      "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
    ]
  }

  /// What the guard says of an answer.
  func guardFacts(_ choice: AnswerChoice) -> JSONValue {
    guard let summary = choice.summary else { return .null }
    return [
      "decision_id": .string(summary.request), "policy": .string(policy),
      "stage": .string(summary.stage.rawValue), "action": .string(summary.action.rawValue),
      "rule": summary.rule.map { .string($0) } ?? .null,
      "reason_code": summary.reasonCode.map { .string($0) } ?? .null,
      "failure": summary.failure.map { .string($0) } ?? .null,
      "held_max": .integer(summary.heldMaximum),
      "caution": summary.caution.map { .string($0) } ?? .null,
      "tokens_counted": .boolean(choice.isCounted),
    ]
  }
}
