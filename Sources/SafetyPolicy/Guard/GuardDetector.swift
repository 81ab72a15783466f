/// A detector as a policy asks for it.
package struct GuardDetector: Sendable, Hashable {
  /// What a detector looks for.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Words and phrases, of the policy or of list files.
    case lexicon
    /// Patterns of a restricted regular dialect.
    case pattern
    /// Addresses, numbers and accounts of persons.
    case pii
    /// Keys, tokens and passwords.
    case secret
    /// Invisible characters where no orthography asks for them, and changes of direction.
    case unicodeAnomaly = "unicode_anomaly"
    /// Markers of turns, tools and channels of Gemma's templates, and look-alikes of them.
    case controlToken = "control_token"
    /// Attempts to set instructions aside.
    case injection
    /// Runs that decode to text.
    case encoded
    /// An answer that declines.
    case refusal
    /// An answer that is cautious already.
    case hedge
    /// The linear classifier of toxic language, sentence by sentence.
    case linear

    /// Whether spans of this kind are known as the text arrives and can be withheld to the byte.
    package var isExact: Bool { self != .linear }
    /// Whether each finding bears a score below one.
    package var isScored: Bool { self == .linear || self == .injection }
  }

  package var id: String
  package var kind: Kind
  /// Words and phrases written in the policy.
  package var phrases: [String] = []
  /// Patterns written in the policy.
  package var patterns: [String] = []
  /// List files, as the policy names them.
  package var files: [String] = []
  /// The part of a shipped detector's rules that counts; all where empty.
  package var only: [String] = []
  package var views = GuardView.usual
  /// The longest match in characters; nil where the kind or the pattern bounds it.
  package var maximumSpan: Int?
  /// Findings with a lower score are no hits.
  package var threshold = 0.5
  /// Entries of shipped lexicons with a lower weight are left out.
  package var minimumWeight = 0.0
  /// In place of the stage's.
  package var failMode: GuardFailMode?

  package init(id: String, kind: Kind) {
    self.id = id
    self.kind = kind
  }
}
