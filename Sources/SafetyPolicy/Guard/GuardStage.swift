/// Where in a conversation a rule looks.
package enum GuardStage: String, Sendable, Hashable, CaseIterable {
  /// The last message of the person.
  case prompt
  /// The other messages of both sides.
  case history
  /// What tools gave back.
  case toolResult = "tool_result"
  /// A call of a tool, complete and not yet handed on.
  case toolCall = "tool_call"
  /// What the model writes for itself, while it is written.
  case reasoning
  /// The answer while it is written: a rule acts at the place of what it found.
  case output
  /// The whole answer when it is complete and before its last piece is written.
  case outputFinal = "output_final"

  /// Whether rules act while the text arrives, and cannot take back what was written.
  package var isStreamed: Bool { self == .output || self == .reasoning }

  /// The stage whose rules act on the same text once it is complete; empty where there is none.
  package var atItsEnd: [GuardStage] { self == .output ? [.outputFinal] : [] }

  /// Whether it is over before anything is generated.
  package var isBeforeAnswer: Bool { [.prompt, .history, .toolResult].contains(self) }
}
