import GenerationGuard

/// Writes the events of a stream in the order in which its pieces come.
protocol AnswerEventWriter: Sendable {
  /// What goes ahead of all pieces.
  mutating func begin() -> [UInt8]

  /// What says a piece of an answer; nothing where the interface has no place for it.
  mutating func take(_ piece: GuardedPiece, of choice: Int) -> [UInt8]

  /// What ends a stream that is complete.
  mutating func end() -> [UInt8]

  /// What ends a stream whose answer broke off.
  mutating func fail(_ failure: ServeFailure) -> [UInt8]
}
