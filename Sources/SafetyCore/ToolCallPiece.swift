/// A part of a call of a tool; arguments arrive bit by bit.
package struct ToolCallPiece: Sendable, Hashable {
  /// Which call of the answer it belongs to, from zero.
  package var index: Int
  /// Comes with the first piece of a call.
  package var id: String?
  /// Comes with the first piece of a call.
  package var name: String?
  /// What is added to the arguments.
  package var arguments: String

  package init(index: Int, id: String? = nil, name: String? = nil, arguments: String) {
    self.index = index
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}
