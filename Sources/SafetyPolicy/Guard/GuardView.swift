/// A reading of a text in which a detector looks for its terms.
package enum GuardView: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Case, compatibility forms, invisible characters and stray marks folded away.
  case folded
  /// Look-alike letters, digits and signs for letters, accents and drawn-out letters undone as well.
  case skeleton
  /// Letters that were set apart, or words that were run together.
  case squeezed
  /// Base64, hexadecimal and percent encoding decoded.
  case decoded
  /// The alphabet turned by thirteen places.
  case rot13
  /// Written from right to left.
  case reversed

  package static func < (a: GuardView, b: GuardView) -> Bool { a.order < b.order }

  private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// What a list of terms is looked for in unless the policy says otherwise.
  package static let usual: Set<GuardView> = [.folded, .skeleton, .squeezed, .decoded]
}
