import SafetyCore
import StrictJSON

/// A conversation and how it is to be answered, for a chat completion.
package struct ChatRequest: Sendable, Hashable {
  /// As the interface has them: objects with `role`, `content` and the like.
  package var messages: [JSONValue]
  /// A text to go on with as it stands, in place of the messages.
  package var continuation: String?
  package var maximumTokens: Int?
  package var temperature: Double?
  package var topP: Double?
  package var seed: Int?
  package var stops: [String] = []
  /// Anything else, handed on as it is: `tools`, `response_format`, fields of one server.
  package var fields: [String: JSONValue] = [:]

  /// Takes messages as the interface has them.
  package init(messages: [JSONValue]) { self.messages = messages }

  /// Takes a conversation of texts.
  package init(_ messages: [ChatMessage]) {
    self.messages = messages.map {
      ["role": .string($0.role.rawValue), "content": .string($0.text)]
    }
  }

  /// Takes what a guard asks for; the addendum joins the system message, or becomes one.
  package init(_ request: GenerationRequest) {
    self.init(request.messages)
    if request.isContinuation { continuation = request.messages.last?.text }
    maximumTokens = request.maximumTokens
    if let sampling = request.sampling {
      (temperature, topP, stops) = (sampling.temperature, sampling.topP, sampling.stops)
      // Servers take seeds of 32 or 64 bits, with a sign or without; these bits all of them take.
      seed = sampling.seed.map { Int(($0 &+ sampling.seedOffset) & 0x7FFF_FFFF) }
    }
    if let addendum = request.addendum { add(addendum) }
  }

  /// Adds an instruction to the system or developer message or ahead of the text, or begins with one.
  package mutating func add(_ addendum: String) {
    if let text = continuation { return continuation = addendum + "\n\n" + text }
    guard case .object(var first)? = messages.first,
      first["role"] == "system" || first["role"] == "developer"
    else {
      messages.insert(["role": "system", "content": .string(addendum)], at: 0)
      return
    }
    switch first["content"] {
    case .string(let text)?: first["content"] = .string(text + "\n\n" + addendum)
    case .array(let parts)?:
      first["content"] = .array(parts + [["type": "text", "text": .string("\n\n" + addendum)]])
    default: first["content"] = .string(addendum)
    }
    messages[0] = .object(first)
  }

  /// Where the interface takes it.
  var path: String { continuation == nil ? "/chat/completions" : "/completions" }

  /// The body to send.
  func body(model: String?) -> JSONValue {
    var body = fields
    if let model { body["model"] = .string(model) }
    if let continuation {
      body["prompt"] = .string(continuation)
    } else {
      body["messages"] = .array(messages)
    }
    body["n"] = nil
    body["stream"] = true
    body["stream_options"] = ["include_usage": true]
    if let maximumTokens { body["max_tokens"] = .integer(maximumTokens) }
    if let temperature { body["temperature"] = .number(temperature) }
    if let topP { body["top_p"] = .number(topP) }
    // TGI refuses 1, which all of them take by themselves.
    if body["top_p"]?.double ?? 0 >= 1 { body["top_p"] = nil }
    if let seed { body["seed"] = .integer(seed) }
    if !stops.isEmpty { body["stop"] = .array(stops.map { .string($0) }) }
    return .object(body)
  }
}
