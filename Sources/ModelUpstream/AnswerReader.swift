import Diagnostics
import SafetyCore
import StrictJSON

/// Reads the events of a streamed completion, of a chat or of a text, into pieces.
struct AnswerReader {
  private static let depth = 64
  /// Words of vLLM, SGLang, mistral.rs and TensorRT-LLM for an answer that was given up.
  private static let breaks: Set<String> = ["error", "abort", "canceled", "cancelled", "timeout"]
  /// Unicode scalars of one piece; a longer text is given in several.
  static let mostScalars = 4_096

  private let limits: UpstreamEndpoint.Limits
  private var calls = CallParts()
  private var finish: FinishReason?
  private var size = 0
  /// Whether the last piece has been given.
  private(set) var isOver = false

  init(limits: UpstreamEndpoint.Limits) { self.limits = limits }

  /// Reads the data of one event of a stream.
  ///
  /// - Throws: `upstream/malformed`, `upstream/too-large`, `upstream/failed`.
  mutating func receive(_ event: [UInt8]) throws(Diagnostic) -> [GenerationPiece] {
    guard !isOver else { return [] }
    if event.elementsEqual("[DONE]".utf8) { return try end() }
    size += event.count
    guard size <= limits.answerBytes else {
      throw UpstreamFailure.tooLarge("an answer", limits.answerBytes)
    }
    return try pieces(of: event)
  }

  /// Learns that nothing more will come.
  ///
  /// - Throws: `upstream/truncated` where the server has not said that the answer is complete.
  mutating func end() throws(Diagnostic) -> [GenerationPiece] {
    guard !isOver else { return [] }
    guard let finish else { throw UpstreamFailure.truncated }
    isOver = true
    let pieces = try calls.pieces()
    // Some servers say `stop` behind calls, and their clients would wait for an answer.
    let isCall = finish == .stop && !pieces.isEmpty
    return pieces + [.finished(isCall ? .toolCalls : finish)]
  }

  private mutating func pieces(of bytes: [UInt8]) throws(Diagnostic) -> [GenerationPiece] {
    let value: JSONValue
    do {
      value = try JSONValue(
        parsing: bytes,
        file: "answer",
        limits: .init(bytes: limits.answerBytes, depth: Self.depth)
      )
    } catch { throw UpstreamFailure.malformed("what is not JSON") }
    guard case .object(let members) = value else { throw Self.shape }
    if let problem = members["error"], problem != .null {
      throw Self.failed
    }
    var pieces: [GenerationPiece] = []
    if case .array(let choices)? = members["choices"] {
      for choice in choices { pieces += try self.pieces(ofChoice: choice) }
    } else if members["usage"] == nil {
      throw Self.shape
    }
    if let usage = try Self.usage(members["usage"]) { pieces.append(.usage(usage)) }
    return pieces
  }

  private static let failed = Diagnostic(
    "upstream/failed",
    "the model's server reported an error"
  )
  static let shape = UpstreamFailure.malformed("what is no chat completion")

  private mutating func pieces(
    ofChoice choice: JSONValue
  ) throws(Diagnostic) -> [GenerationPiece] {
    guard case .object(let choice) = choice else { throw Self.shape }
    // One answer was asked for; another one has no place to go.
    if let index = choice["index"], index != .integer(0), index != .null { throw Self.shape }
    var pieces: [GenerationPiece] = []
    switch choice["delta"] {
    case .object(let delta)?:
      for key in ["reasoning_content", "reasoning"] {
        if let text = try Self.text(delta[key]) {
          pieces += Self.parts(text).map { .reasoning($0) }
        }
      }
      for key in ["content", "refusal"] {
        if let text = try Self.text(delta[key]) { pieces += Self.parts(text).map { .text($0) } }
      }
      try calls.take(delta["tool_calls"])
    case nil, .null?: break
    default: throw Self.shape
    }
    // Of a text that goes on, where there is no message.
    if let text = try Self.text(choice["text"]) { pieces += Self.parts(text).map { .text($0) } }
    switch choice["finish_reason"] {
    // TGI writes an empty word behind every piece of a completion but the last.
    case nil, .null?, ""?: break
    case .string(let word)? where Self.breaks.contains(word): throw Self.failed
    case .string(let word)?: finish = Self.reason(word)
    default: throw Self.shape
    }
    return pieces
  }

  /// A text in pieces, each of which is looked at in a moment.
  private static func parts(_ text: String) -> [String] {
    guard text.utf8.count > mostScalars else { return [text] }
    var parts: [String] = []
    var rest = text.unicodeScalars[...]
    while !rest.isEmpty {
      let part = rest.prefix(mostScalars)
      parts.append(String(part))
      rest = rest[part.endIndex...]
    }
    return parts
  }

  /// What a server's word means; words of one server only mean a usual end.
  private static func reason(_ word: String) -> FinishReason {
    switch word {
    case "length", "max_tokens": .length
    case "tool_calls", "function_call", "tool_use": .toolCalls
    case "content_filter", "safety": .contentFilter
    default: .stop
    }
  }

  /// A text that is there and not empty.
  static func text(_ value: JSONValue?) throws(Diagnostic) -> String? {
    switch value {
    case nil, .null?: return nil
    case .string(let text)?: return text.isEmpty ? nil : text
    default: throw shape
    }
  }

  private static func usage(_ value: JSONValue?) throws(Diagnostic) -> TokenUsage? {
    guard case .object(let members)? = value else { return nil }
    guard case .integer(let prompt)? = members["prompt_tokens"], prompt >= 0 else { return nil }
    var completion = 0
    if case .integer(let count)? = members["completion_tokens"] { completion = max(0, count) }
    return TokenUsage(prompt: prompt, completion: completion)
  }
}
