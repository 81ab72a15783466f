import Diagnostics
import SafetyCore
import StrictJSON

/// Puts the calls of one answer together, whatever way a server has of cutting them into parts.
struct CallParts {
  private static let most = 128

  private var calls: [ToolCall] = []
  /// The place in `calls` by the server's index.
  private var places: [Int: Int] = [:]

  /// Takes the `tool_calls` of a piece of a message.
  ///
  /// - Throws: `upstream/malformed`.
  mutating func take(_ value: JSONValue?) throws(Diagnostic) {
    let items: [JSONValue]
    switch value {
    case nil, .null?: return
    case .array(let several)?: items = several
    // TGI streams one call at a time, and not in a list.
    case .object?: items = [value ?? .null]
    default: throw AnswerReader.shape
    }
    for item in items {
      guard case .object(let call) = item else { throw AnswerReader.shape }
      try take(call)
    }
  }

  private mutating func take(_ call: [String: JSONValue]) throws(Diagnostic) {
    let id = try AnswerReader.text(call["id"])
    let place = try place(of: call, id)
    if let id { calls[place].id = id }
    guard case .object(let function)? = call["function"] else { return }
    if let name = try AnswerReader.text(function["name"]) { calls[place].name += name }
    if case .object? = function["arguments"] {
      // As JSON in place of a text that holds JSON.
      calls[place].arguments += String(
        decoding: (function["arguments"] ?? .null).json,
        as: UTF8.self
      )
    } else if let part = try AnswerReader.text(function["arguments"]) {
      calls[place].arguments += part
    }
  }

  /// Where a part belongs; a call begins with an index, or with an id, that was not there before.
  private mutating func place(
    of call: [String: JSONValue],
    _ id: String?
  ) throws(Diagnostic) -> Int {
    var index = max(0, calls.count - 1)
    if case .integer(let number)? = call["index"] { index = number }
    if let place = places[index] {
      // Ollama numbers every call 0 and gives each an id of its own.
      let isOther = id != nil && !calls[place].id.isEmpty && calls[place].id != id
      if !isOther { return place }
    }
    guard 0...calls.count ~= index, calls.count < Self.most else { throw AnswerReader.shape }
    places[index] = calls.count
    calls.append(ToolCall(id: "", name: "", arguments: ""))
    return calls.count - 1
  }

  /// All calls, once the answer is complete.
  ///
  /// - Throws: `upstream/malformed`.
  func pieces() throws(Diagnostic) -> [GenerationPiece] {
    guard calls.allSatisfy({ !$0.name.isEmpty }) else {
      throw UpstreamFailure.malformed("a call of a tool without a name")
    }
    return calls.enumerated().map { index, call in
      .toolCall(.init(index: index, id: call.id, name: call.name, arguments: call.arguments))
    }
  }
}
