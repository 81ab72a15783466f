/// What one side of a conversation says.
package struct PromptMessage: Sendable, Hashable {
  package enum Role: String, Sendable, Hashable {
    /// Instructions ahead of the conversation.
    case system
    case user
    /// The model; templates call it `model`.
    case assistant
  }

  package var role: Role
  package var content: String

  package init(_ role: Role, _ content: String) {
    self.role = role
    self.content = content
  }
}
