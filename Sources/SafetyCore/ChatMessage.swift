/// A message of a conversation.
package struct ChatMessage: Sendable, Hashable {
  package enum Role: String, Sendable, Hashable, CaseIterable {
    case system
    case user
    case assistant
    /// What a tool gave back.
    case tool
  }

  package var role: Role
  package var text: String
  /// The tools that an assistant's message calls.
  package var toolCalls: [ToolCall]
  /// The call that a tool's message answers.
  package var toolCallID: String?
  /// What the guard gave out with an earlier answer, for the turns up to and with this message.
  package var seal: String?

  package init(
    _ role: Role,
    _ text: String,
    toolCalls: [ToolCall] = [],
    toolCallID: String? = nil,
    seal: String? = nil
  ) {
    self.role = role
    self.text = text
    self.toolCalls = toolCalls
    self.toolCallID = toolCallID
    self.seal = seal
  }
}
