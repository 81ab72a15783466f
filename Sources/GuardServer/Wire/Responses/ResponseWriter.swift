import GenerationGuard
import SafetyCore
import StrictJSON

/// Writes an answer as the object of OpenAI's Responses interface.
struct ResponseWriter: Sendable {
  enum Status: String {
    case inProgress = "in_progress"
    case completed
    case incomplete
    case failed
  }

  private let base: AnswerWriter

  init(_ base: AnswerWriter) { self.base = base }

  /// The id of the answer.
  var id: String { base.id }

  /// What became of an answer that has ended.
  ///
  /// A refusal alone is an answer, by OpenAI's word too; one that was begun and cut is incomplete.
  static func status(_ choice: AnswerChoice) -> Status {
    switch choice.finish {
    case .stop, .toolCalls: .completed
    case .length: .incomplete
    case .contentFilter:
      choice.text.isEmpty && !choice.refusal.isEmpty ? .completed : .incomplete
    }
  }

  /// The body of an answer that is not streamed.
  func whole(_ choice: AnswerChoice) -> JSONValue {
    response(Self.status(choice), output(items(choice), choice), choice)
  }

  private func items(_ choice: AnswerChoice) -> [ResponseItem] {
    var items: [ResponseItem] = []
    if !choice.reasoning.isEmpty {
      var item = ResponseItem(.reasoning, of: id, at: 0)
      item.parts = [.init(kind: .reasoning, text: choice.reasoning)]
      items.append(item)
    }
    var message = ResponseItem(.message, of: id, at: items.count)
    if !choice.text.isEmpty { message.parts.append(.init(kind: .text, text: choice.text)) }
    if !choice.refusal.isEmpty { message.parts.append(.init(kind: .refusal, text: choice.refusal)) }
    // An answer that says nothing is a message too: clients look for one.
    if message.parts.isEmpty, choice.calls.isEmpty { message.parts = [.init(kind: .text)] }
    if !message.parts.isEmpty { items.append(message) }
    for call in choice.calls { items.append(ResponseItem(.call(call), of: id, at: items.count)) }
    return items
  }

  /// The items of an answer that has ended; the last that is no reasoning bears its seal.
  func output(_ items: [ResponseItem], _ choice: AnswerChoice) -> [JSONValue] {
    let last = items.lastIndex { $0.kind != .reasoning }
    // Calls were looked at whole, and a message before them is complete.
    let status = choice.calls.isEmpty ? Self.status(choice) : .completed
    return items.enumerated().map { place, item in
      let value = item.value(status: status.rawValue)
      guard place == last, let seal = choice.summary?.seal, case .object(var members) = value else {
        return value
      }
      members[Conversation.seal] = .string(seal)
      return .object(members)
    }
  }

  /// The whole object; with the answer once it has ended, or with why it broke off.
  func response(
    _ status: Status,
    _ output: [JSONValue] = [],
    _ choice: AnswerChoice? = nil,
    failure: ServeFailure? = nil
  ) -> JSONValue {
    var body = base.repeated
    body["id"] = .string(base.format.idPrefix + id)
    body["object"] = "response"
    body["created_at"] = .integer(base.created)
    body["model"] = .string(base.model)
    body["status"] = .string(status.rawValue)
    body["output"] = .array(output)
    body["error"] = failure.map(Self.error) ?? .null
    body["incomplete_details"] = .null
    if status == .incomplete {
      let reason = choice?.finish == .length ? "max_output_tokens" : "content_filter"
      body["incomplete_details"] = ["reason": .string(reason)]
    }
    body["usage"] = choice.map(usage) ?? .null
    body["x_guard"] = choice.map(base.guardFacts)
    return .object(body)
  }

  /// Of OpenAI's few words for what failed the nearest; the event `error` has this server's own.
  private static func error(_ failure: ServeFailure) -> JSONValue {
    let code =
      switch failure.status {
      case 429: "rate_limit_exceeded"
      case 400: "invalid_prompt"
      default: "server_error"
      }
    return ["code": .string(code), "message": .string(failure.message)]
  }

  /// Counts as chats have them, by other names; what nobody counts apart is zero.
  private func usage(_ choice: AnswerChoice) -> JSONValue {
    guard case .object(let counts) = base.usage([choice]) else { return .null }
    return [
      "input_tokens": counts["prompt_tokens"] ?? 0,
      "input_tokens_details": ["cached_tokens": 0, "cache_write_tokens": 0],
      "output_tokens": counts["completion_tokens"] ?? 0,
      "output_tokens_details": ["reasoning_tokens": 0],
      "total_tokens": counts["total_tokens"] ?? 0,
    ]
  }
}
