import SafetyCore
import StrictJSON

/// One item of a response's output, as far as it was let out.
struct ResponseItem: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case reasoning
    case message
    case call(ToolCall)
  }

  /// A text within an item; its raw value is the part's type.
  struct Part: Sendable, Hashable {
    enum Kind: String, Sendable, Hashable {
      case text = "output_text"
      /// The guard's own words.
      case refusal
      case reasoning = "reasoning_text"
    }

    var kind: Kind
    var text = ""
  }

  let id: String
  let kind: Kind
  var parts: [Part] = []

  /// - Parameters:
  ///   - kind: What it is.
  ///   - answer: The id of the answer that it belongs to.
  ///   - place: Its place in the output, from zero.
  init(_ kind: Kind, of answer: String, at place: Int) {
    self.kind = kind
    let prefix =
      switch kind {
      case .reasoning: "rs"
      case .message: "msg"
      case .call: "fc"
      }
    id = "\(prefix)_\(answer)_\(place)"
  }

  /// The item before anything was put into it.
  var empty: JSONValue {
    var item = self
    item.parts = []
    guard case .object(var value) = item.value(status: "in_progress") else { return .null }
    if case .call = kind { value["arguments"] = "" }
    return .object(value)
  }

  /// The item as responses hold it.
  func value(status: String) -> JSONValue {
    var value: [String: JSONValue] = ["id": .string(id)]
    switch kind {
    case .reasoning:
      value["type"] = "reasoning"
      value["summary"] = []
      value["content"] = .array(parts.map(\.value))
    case .message:
      value["type"] = "message"
      value["role"] = "assistant"
      value["status"] = .string(status)
      value["content"] = .array(parts.map(\.value))
    case .call(let call):
      value["type"] = "function_call"
      value["call_id"] = .string(call.id)
      value["name"] = .string(call.name)
      value["arguments"] = .string(call.arguments)
      value["status"] = .string(status)
    }
    return .object(value)
  }
}

extension ResponseItem.Part {
  /// The part as items hold it.
  var value: JSONValue {
    switch kind {
    case .text:
      ["type": "output_text", "text": .string(text), "annotations": [], "logprobs": []]
    case .refusal: ["type": "refusal", "refusal": .string(text)]
    case .reasoning: ["type": "reasoning_text", "text": .string(text)]
    }
  }

  /// The member that holds the text, in parts and in the event that ends one.
  var member: String { kind == .refusal ? "refusal" : "text" }
}
