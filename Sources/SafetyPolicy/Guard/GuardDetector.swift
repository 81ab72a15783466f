import Diagnostics
import SafetyCore

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
    /// A transformer classifier, sentence by sentence.
    case classifier
    /// ShieldGemma on the native engine: Yes against No for each guideline.
    case shieldgemma
    /// A moderation endpoint elsewhere, of OpenAI's shape.
    case moderation

    /// Whether it is a model that is asked about whole sentences and may be late or fail.
    package var isJudged: Bool { [.classifier, .shieldgemma, .moderation].contains(self) }
    /// Whether spans of this kind are known as the text arrives and can be withheld to the byte.
    package var isExact: Bool { self != .linear && !isJudged }
    /// Whether each finding bears a score below one.
    package var isScored: Bool { self == .linear || self == .injection || isJudged }
  }

  /// How dear it is to ask, by which its time is limited.
  package enum Cost: String, Sendable, Hashable, CaseIterable {
    case cheap
    case medium
    case expensive
  }

  /// What the threshold was fitted on; with any other it means nothing.
  package struct Calibration: Sendable, Hashable {
    /// Of the judge as `policy check` prints it.
    package var model: Digest
    /// Of the wording that a model is asked in.
    package var template: Digest?
    package var dataset = ""
    package var method = ""

    init(model: Digest) { self.model = model }
  }

  package var id: String
  package var kind: Kind
  /// Words and phrases written in the policy.
  package var phrases: [String] = []
  /// Where the policy's phrases stand; nil where it has none.
  package var phrasesPlace: Diagnostic.Place?
  /// Patterns written in the policy.
  package var patterns: [String] = []
  /// Where they stand; nil where the policy has none.
  package var patternsPlace: Diagnostic.Place?
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
  /// Digests of list and model files, set by whoever reads them.
  package var sources: [Digest] = []
  /// A shipped classifier or a folder, a model, or the name that an endpoint knows.
  package var model: String?
  /// Where an endpoint is.
  package var url: String?
  /// The environment's name for the endpoint's key.
  package var keyVariable: String?
  /// What ShieldGemma is asked about, by name; the shipped ones where empty.
  package var guidelines: [String: String] = [:]
  /// In place of the policy's `classifier`.
  package var role: GuardStreaming.ClassifierRole?
  /// In milliseconds, in place of the time of its cost.
  package var timeout: Int?
  private var ownCost: Cost?
  /// It is asked only where this holds of what other detectors found.
  package var trigger: GuardCondition?
  package var calibration: Calibration?
  /// In place of the stage's.
  package var failMode: GuardFailMode?

  /// The kind's own where the policy does not say.
  package var cost: Cost {
    get { ownCost ?? (kind == .classifier ? .medium : kind.isJudged ? .expensive : .cheap) }
    set { ownCost = newValue }
  }

  package init(id: String, kind: Kind) {
    self.id = id
    self.kind = kind
  }
}
