import SafetyCore
import StrictJSON

/// Reads instructions and input of a response as messages; what cannot be read as text is refused.
struct ResponseInput {
  private var messages: [ChatMessage] = []
  private var usesTools = false

  /// - Throws: A diagnostic that names the field.
  init(_ fields: JSONFields) throws {
    switch try fields.required("input", fields.value("input")) {
    case .string(let text): messages.append(ChatMessage(.user, text))
    case .array: for item in try fields.objects("input") ?? [] { try add(item) }
    default: throw fields.problem("input", "must be a text or a list of items")
    }
    guard !messages.isEmpty else { throw fields.problem("input", "must hold a message") }
    if let instructions = try fields.string("instructions") {
      messages.insert(ChatMessage(.system, instructions), at: 0)
    }
  }

  /// The conversation for the guard, and for a server elsewhere made of the same texts.
  var request: ModelRequest {
    var request = ModelRequest(GenerationRequest(messages), messages: messages.map(Self.message))
    request.usesTools = usesTools
    return request
  }

  private mutating func add(_ item: JSONFields) throws {
    switch try item.string("type") ?? "message" {
    case "message": try addMessage(item)
    case "function_call": try addCall(item)
    case "function_call_output":
      usesTools = true
      let id = try item.required("call_id", try item.callID("call_id"))
      messages.append(ChatMessage(.tool, try Self.text(item, "output"), toolCallID: id))
    // What a model wrote for itself in earlier turns is handed on in no interface.
    case "reasoning": break
    case "item_reference":
      throw item.problem("type", "names what was kept, and nothing is kept here; send the item")
    default:
      throw item.problem(
        "type",
        "must be message, function_call, function_call_output or reasoning"
      )
    }
  }

  private mutating func addMessage(_ item: JSONFields) throws {
    let text = try Self.text(item, "content")
    switch try item.required("role", try item.string("role")) {
    case "system", "developer": messages.append(ChatMessage(.system, text))
    case "user": messages.append(ChatMessage(.user, text))
    case "assistant":
      messages.append(ChatMessage(.assistant, text, seal: try Conversation.givenSeal(item)))
    default: throw item.problem("role", "must be system, developer, user or assistant")
    }
  }

  /// A call belongs to the message before it, as one answer of a model.
  private mutating func addCall(_ item: JSONFields) throws {
    usesTools = true
    let call = ToolCall(
      id: try item.required("call_id", try item.callID("call_id")),
      name: try item.required("name", try item.string("name")),
      arguments: try item.string("arguments") ?? ""
    )
    var answer = ChatMessage(.assistant, "")
    if let last = messages.last, last.role == .assistant { answer = messages.removeLast() }
    answer.toolCalls.append(call)
    answer.seal = try Conversation.givenSeal(item) ?? answer.seal
    messages.append(answer)
  }

  /// By the type of a part: where its text is.
  private static let members = [
    "input_text": "text", "output_text": "text", "text": "text", "refusal": "refusal",
  ]

  private static func text(_ item: JSONFields, _ key: String) throws -> String {
    switch try item.required(key, item.value(key)) {
    case .string(let text): return text
    case .array:
      return try (item.objects(key) ?? []).map { part in
        let type = try part.required("type", try part.string("type"))
        guard let member = members[type] else {
          throw part.problem(
            "type",
            "must be input_text, output_text or refusal; nothing else can be screened"
          )
        }
        return try part.required(member, try part.string(member))
      }.joined(separator: "\n")
    default: throw item.problem(key, "must be a text or a list of parts")
    }
  }

  /// A message as chats have it.
  private static func message(_ message: ChatMessage) -> JSONValue {
    let isCallAlone = message.text.isEmpty && !message.toolCalls.isEmpty
    var value: [String: JSONValue] = [
      "role": .string(message.role.rawValue),
      "content": isCallAlone ? .null : .string(message.text),
    ]
    if !message.toolCalls.isEmpty {
      value["tool_calls"] = .array(message.toolCalls.map(AnswerWriter.call))
    }
    value["tool_call_id"] = message.toolCallID.map { .string($0) }
    return .object(value)
  }
}
