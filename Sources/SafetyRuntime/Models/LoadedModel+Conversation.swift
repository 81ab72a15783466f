import Diagnostics
import GemmaInference
import SafetyCore
import Tokenization

extension LoadedModel {
  /// Begins an answer to a conversation, in the form of the model's chat template.
  ///
  /// - Parameters:
  ///   - request: The conversation; an addendum joins the system text, or stands ahead of the first
  ///     message where the template has no system text.
  ///   - sampling: How tokens are drawn where the request does not say.
  /// - Returns: The answer, nothing of it computed yet.
  /// - Throws: `chat/…` where roles do not fit, `model/no-tokenizer`, what the engine throws.
  func begin(
    _ request: GenerationRequest,
    _ sampling: GenerationSettings
  ) throws -> (answer: TextGeneration, promptTokens: Int) {
    let prompt = try prompt(of: request)
    var sampling = sampling
    if let wanted = request.sampling { sampling.take(wanted) }
    sampling.maximumTokens = request.maximumTokens ?? sampling.maximumTokens
    let tokens = try begin(prompt, sampling)
    return (try TextGeneration(tokens, try spelled(), stops: sampling.stops), prompt.count)
  }

  private func prompt(of request: GenerationRequest) throws -> [Int32] {
    guard !request.isContinuation else {
      let text = [request.addendum, request.messages.last?.text].compactMap { $0 }
      return try tokens(of: .text(text.joined(separator: "\n\n")))
    }
    let template = try ChatTemplate(modelType: engine.model.configuration.family.rawValue)
    let parts = try template.parts(of: Self.messages(request, for: template))
    return try template.makeEncoder(try spelled()).ids(of: parts)
  }

  private static func messages(
    _ request: GenerationRequest,
    for template: ChatTemplate
  ) throws -> [PromptMessage] {
    var messages = try request.messages.map { message in
      switch message.role {
      case .system: return PromptMessage(.system, message.text)
      case .user: return PromptMessage(.user, message.text)
      case .assistant where message.toolCalls.isEmpty:
        return PromptMessage(.assistant, message.text)
      case .assistant, .tool:
        throw Diagnostic("chat/no-tools", "tools are not handed to models that run here")
      }
    }
    guard let addendum = request.addendum, !messages.isEmpty else { return messages }
    if template != .gemma, messages[0].role != .system {
      messages.insert(PromptMessage(.system, addendum), at: 0)
    } else {
      messages[0].content = addendum + "\n\n" + messages[0].content
    }
    return messages
  }
}
