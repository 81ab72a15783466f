/// A model's wish that a tool be used.
package struct ToolCall: Sendable, Hashable {
  /// Told apart by it within one answer; results name it.
  package var id: String
  package var name: String
  /// As the model wrote them: JSON where it kept to its instructions.
  package var arguments: String

  package init(id: String, name: String, arguments: String) {
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}
