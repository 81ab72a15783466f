/// What streams need to know of invisible characters, one scalar at a time.
package enum InvisibleMeaning {
  /// Whether a scalar leaves no mark on the page.
  package static func isInvisible(_ scalar: UInt32) -> Bool {
    scalar >= 0x80 && NormalizedScalars.shared.table[scalar] & NormalizedScalars.isIgnorable != 0
  }

  /// Whether nothing asks for an invisible scalar between these neighbours.
  ///
  /// - Parameters:
  ///   - scalar: The invisible one.
  ///   - previous: The scalar before it, zero at the start.
  ///   - base: The last visible one before.
  ///   - next: The next visible one, zero at the end.
  /// - Returns: False for joiners of emoji and of scripts that use them, flags and the like.
  package static func isMisplaced(
    _ scalar: UInt32,
    previous: UInt32,
    base: UInt32,
    next: UInt32
  ) -> Bool {
    InvisibleUse(scalar, previous: previous, base: base, next: next) == .misplaced
  }
}
