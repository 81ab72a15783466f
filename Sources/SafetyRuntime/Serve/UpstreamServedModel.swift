import GuardServer
import ModelUpstream
import SafetyCore
import StrictJSON

/// A server elsewhere behind this one.
struct UpstreamServedModel: ServedModel {
  let upstream: ModelUpstream

  var usual: String? { upstream.endpoint.model }
  var takesEverything: Bool { true }

  func names() async throws -> [String] {
    if let usual { return [usual] }
    return try await upstream.models()
  }

  func check() async throws { _ = try await upstream.models() }

  func generator(for request: ModelRequest) -> any TextGenerator {
    UpstreamAnswerer(upstream: upstream, asked: request)
  }
}

/// Asks the server with the client's own messages and fields, and the guard's instruction beside them.
private struct UpstreamAnswerer: TextGenerator {
  let upstream: ModelUpstream
  let asked: ModelRequest

  var name: String { upstream.name(asking: asked.model) }

  func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationPiece, any Error> {
    var chat = ChatRequest(messages: messages(request))
    if request.isContinuation { chat.continuation = request.messages.last?.text }
    chat.maximumTokens = request.maximumTokens
    if let addendum = request.addendum { chat.add(addendum) }
    chat.fields = asked.fields
    if let model = asked.model { chat.fields["model"] = .string(model) }
    return upstream.stream(chat)
  }

  /// The client's messages, but for the texts that the guard changed.
  private func messages(_ request: GenerationRequest) -> [JSONValue] {
    guard request.messages.count == asked.messages.count else {
      return ChatRequest(request.messages).messages
    }
    return zip(asked.messages, zip(asked.request.messages, request.messages)).map { raw, pair in
      guard pair.0.text != pair.1.text, case .object(var message) = raw else { return raw }
      message["content"] = .string(pair.1.text)
      return .object(message)
    }
  }
}
