import SafetyCore

/// A checked policy of releases: what evidence must show before a model may go out.
package struct ReleasePolicy: Sendable, Hashable {
  static let schema = "gemma-safety/release-policy/1"

  /// The risks that a rule may stand for: those of NIST AI 600-1, and dangerous capabilities.
  static let risks = [
    "cbrn", "confabulation", "dangerous-violent-hateful-content", "data-privacy", "environmental",
    "harmful-bias-and-homogenization", "human-ai-configuration", "information-integrity",
    "information-security", "intellectual-property", "obscene-degrading-abusive-content",
    "value-chain", "dangerous-capabilities",
  ]

  /// How the levels of several intervals are made to hold together.
  package enum Correction: String, Sendable, Hashable, CaseIterable {
    case none
    /// Holm's step-down procedure over all rules on an end of an interval.
    case holm
  }

  /// A rule that may be broken for a while, and on whose word, as a verdict names it.
  package struct Waiver: Sendable, Hashable {
    package var rule: String
    package var terms: GateVerdict.Waiver
  }

  /// A person's word that a rule's evidence was looked at, for one model.
  package struct Signoff: Sendable, Hashable {
    package var rule: String
    package var approver: String
    /// The digest of the model, its papers left out.
    package var model: Digest
    package var date: String
    package var note: String
  }

  package var name = ""
  /// Three numbers, as in semantic versioning.
  package var version = ""
  package var owner = ""
  package var summary = ""
  package var correction = Correction.none
  package var rules: [ReleaseRule] = []
  package var checks: [ReleaseCheck] = []
  package var waivers: [Waiver] = []
  package var signoffs: [Signoff] = []

  /// SHA-256 of the canonical form.
  package var digest: Digest { Digest.sha256(canonicalForm.canonicalJSON) }

  /// The profiles that a card is held against, over all checks.
  package var profiles: [String] {
    checks.flatMap { check -> [String] in
      guard case .card(let profiles) = check.requirement else { return [] }
      return profiles
    }
  }
}
