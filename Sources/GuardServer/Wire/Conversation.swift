import Diagnostics
import SafetyCore
import StrictJSON

/// Collects the messages of a body as texts; what cannot be read as text is refused.
struct Conversation {
  /// The field of an answer's message that vouches for the turns up to it.
  static let seal = "x_guard_seal"
  private static let longestSeal = 128
  /// What a message may hand on; anything else was not looked at, reasoning of earlier turns included.
  private static let known: Set<String> = [
    "role", "content", "name", "tool_calls", "tool_call_id",
  ]

  private(set) var request = GenerationRequest([])
  /// The messages for a server elsewhere, without what nobody looked at.
  private(set) var messages: [JSONValue] = []
  private(set) var usesTools = false

  /// Adds a message.
  ///
  /// - Throws: A diagnostic that names the field.
  mutating func add(_ value: JSONValue, _ index: Int) throws {
    let path = "messages[\(index)]"
    let fields = try JSONFields(value, file: "body", code: "request/invalid", path: path)
    let role = try fields.required("role", try fields.string("role"))
    let text = try Self.content(fields)
    try Self.checkName(fields)
    let calls = try Self.calls(fields)
    if !calls.isEmpty { usesTools = true }
    switch role {
    case "system", "developer": request.messages.append(ChatMessage(.system, text))
    case "user": request.messages.append(ChatMessage(.user, text))
    case "assistant":
      let seal = try fields.string(Self.seal).flatMap {
        $0.utf8.count <= Self.longestSeal ? $0 : nil
      }
      request.messages.append(ChatMessage(.assistant, text, toolCalls: calls, seal: seal))
    case "tool":
      usesTools = true
      let id = try fields.string("tool_call_id")
      request.messages.append(ChatMessage(.tool, text, toolCallID: id))
    default:
      throw fields.problem("role", "must be system, developer, user, assistant or tool")
    }
    guard case .object(let members) = value else { return }
    messages.append(.object(members.filter { Self.known.contains($0.key) }))
  }

  private static func calls(_ fields: JSONFields) throws -> [ToolCall] {
    try (fields.objects("tool_calls") ?? []).map { call in
      guard let function = try call.object("function") else {
        throw call.problem("function", "is missing; calls of other kinds cannot be screened")
      }
      return ToolCall(
        id: try call.string("id") ?? "",
        name: try function.string("name") ?? "",
        arguments: try function.string("arguments") ?? ""
      )
    }
  }

  /// A name is not looked at as a text is, so it must be none.
  private static func checkName(_ fields: JSONFields) throws {
    let name = try fields.string("name") ?? ""
    let isPlain = name.utf8.allSatisfy {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
    }
    guard isPlain, name.utf8.count <= 64 else {
      throw fields.problem("name", "must be at most 64 letters, figures, `-` and `_`")
    }
  }

  private static func content(_ fields: JSONFields) throws -> String {
    switch fields.value("content") {
    case nil: return ""
    case .string(let text)?: return text
    case .array?:
      return try (fields.objects("content") ?? []).map { part in
        switch try part.required("type", try part.string("type")) {
        case "text": return try part.required("text", try part.string("text"))
        case "refusal": return try part.required("refusal", try part.string("refusal"))
        default: throw part.problem("type", "must be text; nothing else can be screened")
        }
      }.joined(separator: "\n")
    default: throw fields.problem("content", "must be a text or a list of parts")
    }
  }
}
