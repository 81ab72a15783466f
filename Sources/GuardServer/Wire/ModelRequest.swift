import SafetyCore
import StrictJSON

/// A question to a model, as the guard reads it and as a server elsewhere takes it.
package struct ModelRequest: Sendable {
  /// The conversation as texts, which the guard looks at.
  package var request: GenerationRequest
  /// The messages as the client sent them, without what nobody looked at.
  package var messages: [JSONValue]
  /// Fields that this server does not know.
  package var fields: [String: JSONValue] = [:]
  /// Whether tools are offered, called or have answered.
  package var usesTools = false
  /// The model that the client named.
  package var model: String?

  package init(_ request: GenerationRequest, messages: [JSONValue]) {
    self.request = request
    self.messages = messages
  }
}
