/// What the guard does to a request or an answer, in the fixed order in which one wins over another.
package enum GuardAction: String, Sendable, Hashable, CaseIterable {
  case allow
  /// Note the finding and change nothing.
  case annotate
  /// Add a caution before, after or within the answer, unless it is cautious already.
  case hedge
  /// Replace what was found by a placeholder.
  case redact
  /// Have the answer written anew under an added instruction, a bounded number of times.
  case rewrite
  /// Answer under an added instruction and behind a text of help.
  case safeComplete = "safe_complete"
  /// End the answer where it is; what was found is not written.
  case cut
  /// Answer with the text of a refusal.
  case refuse

  /// The place in the lattice; `refuse` and `cut` share the highest.
  package var rank: Int {
    switch self {
    case .allow: 0
    case .annotate: 1
    case .hedge: 2
    case .redact: 3
    case .rewrite: 4
    case .safeComplete: 5
    case .cut, .refuse: 6
    }
  }

  /// Whether an answer that is being written ends with this.
  package var endsAnswer: Bool { rank >= GuardAction.rewrite.rank }

  /// Whether what was found must not be written.
  package var withholdsSpans: Bool { rank >= GuardAction.redact.rank }
}
