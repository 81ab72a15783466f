import Diagnostics
import SafetyCore
import StrictJSON

/// Collects the messages of a body as texts; what cannot be read as text is refused.
struct Conversation {
  /// The field of an answer's message that vouches for the turns up to it.
  static let seal = "x_guard_seal"
  private static let longestSeal = 128

  private(set) var request = GenerationRequest([])
  /// The messages for a server elsewhere, made of what was read and of nothing else.
  private(set) var messages: [JSONValue] = []
  private(set) var usesTools = false

  /// Adds a message.
  ///
  /// - Throws: A diagnostic that names the field.
  mutating func add(_ value: JSONValue, _ index: Int) throws {
    let path = "messages[\(index)]"
    let fields = try JSONFields(value, file: "body", code: "request/invalid", path: path)
    let role = try fields.required("role", try fields.string("role"))
    let (text, content) = try Self.content(fields)
    let name = try fields.word("name")
    let calls = try Self.calls(fields)
    let answered = try fields.callID("tool_call_id")
    if !calls.isEmpty { usesTools = true }
    switch role {
    case "system", "developer": request.messages.append(ChatMessage(.system, text))
    case "user": request.messages.append(ChatMessage(.user, text))
    case "assistant":
      let seal = try Self.givenSeal(fields)
      request.messages.append(ChatMessage(.assistant, text, toolCalls: calls, seal: seal))
    case "tool":
      usesTools = true
      request.messages.append(ChatMessage(.tool, text, toolCallID: answered))
    default:
      throw fields.problem("role", "must be system, developer, user, assistant or tool")
    }
    var message: [String: JSONValue] = ["role": .string(role), "content": content]
    message["name"] = name.map { .string($0) }
    if role == "assistant", !calls.isEmpty {
      message["tool_calls"] = .array(calls.map(AnswerWriter.call))
    }
    if role == "tool" { message["tool_call_id"] = answered.map { .string($0) } }
    messages.append(.object(message))
  }

  /// The seal that a message or an item bears; one that is too long for any is passed over.
  static func givenSeal(_ fields: JSONFields) throws -> String? {
    try fields.string(seal).flatMap { $0.utf8.count <= longestSeal ? $0 : nil }
  }

  private static func calls(_ fields: JSONFields) throws -> [ToolCall] {
    try (fields.objects("tool_calls") ?? []).map { call in
      guard let function = try call.object("function") else {
        throw call.problem("function", "is missing; calls of other kinds cannot be screened")
      }
      return ToolCall(
        id: try call.callID("id") ?? "",
        name: try function.string("name") ?? "",
        arguments: try function.string("arguments") ?? ""
      )
    }
  }

  /// The text of a message, and the content that says it and nothing else.
  private static func content(_ fields: JSONFields) throws -> (text: String, content: JSONValue) {
    switch fields.value("content") {
    case nil: return ("", .null)
    case .string(let text)?: return (text, .string(text))
    case .array?:
      let parts = try (fields.objects("content") ?? []).map { part in
        let type = try part.required("type", try part.string("type"))
        guard type == "text" || type == "refusal" else {
          throw part.problem("type", "must be text; nothing else can be screened")
        }
        return (type: type, text: try part.required(type, try part.string(type)))
      }
      return (
        parts.map(\.text).joined(separator: "\n"),
        .array(parts.map { ["type": .string($0.type), $0.type: .string($0.text)] })
      )
    default: throw fields.problem("content", "must be a text or a list of parts")
    }
  }
}
