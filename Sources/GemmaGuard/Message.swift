import SafetyCore

/// A message of a conversation.
public struct Message: Sendable, Hashable {
  /// Who speaks.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    case system
    case user
    case assistant
    case tool
  }

  /// Who speaks in it.
  public var role: Role
  /// What is said.
  public var text: String

  /// A message of someone's.
  public init(_ role: Role, _ text: String) {
    self.role = role
    self.text = text
  }

  var chatMessage: ChatMessage {
    ChatMessage(ChatMessage.Role(rawValue: role.rawValue) ?? .user, text)
  }
}
