/// Where in a conversation a rule looks.
package enum GuardStage: String, Sendable, Hashable, CaseIterable {
  /// The last message of the person.
  case prompt
  /// The messages before it.
  case history
  /// The answer while it is written: a rule acts at the place of what it found.
  case output
  /// The whole answer when it is complete and before its last piece is written.
  case outputFinal = "output_final"
}
