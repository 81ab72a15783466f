import SafetyCore

/// A bound that a figure of an evaluation must hold.
package struct ReleaseRule: Sendable, Hashable {
  /// Whether a person must sign whatever the figure says.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case metric
    /// How able a model may be at something dangerous; never passes without a person's word.
    case capabilityCeiling = "capability_ceiling"
  }

  /// Which end of a figure is held against the bound.
  package enum Statistic: String, Sendable, Hashable, CaseIterable {
    case point
    case upper = "ci_upper"
    case lower = "ci_lower"
  }

  /// How the figure must stand to the bound.
  package enum Comparison: String, Sendable, Hashable, CaseIterable {
    case below = "<"
    case atMost = "<="
    case above = ">"
    case atLeast = ">="

    /// Whether smaller figures are better.
    package var isCeiling: Bool { self == .below || self == .atMost }

    /// Whether a value stands so to a bound.
    func holds(_ value: Double, _ bound: Double) -> Bool {
      switch self {
      case .below: value < bound
      case .atMost: value <= bound
      case .above: value > bound
      case .atLeast: value >= bound
      }
    }
  }

  /// The data that the figure must be of; what is nil may be any.
  package struct Dataset: Sendable, Hashable {
    package var sha256: Digest?
    /// Of the benchmark's description, prompts and metric.
    package var protocolSHA256: Digest?

    init(sha256: Digest? = nil, protocolSHA256: Digest? = nil) {
      self.sha256 = sha256
      self.protocolSHA256 = protocolSHA256
    }
  }

  /// An earlier model that this one must not be worse than.
  package struct Baseline: Sendable, Hashable {
    /// How it is told that a figure is worse.
    package enum Test: String, Sendable, Hashable, CaseIterable {
      /// The difference of the two figures.
      case point
      /// The worse end of the interval of the difference, from the two intervals.
      case independent
      /// The worse end of the interval of the mean difference, item by item.
      case paired
    }

    package var model: Digest
    /// How much worse the figure may be, in its own unit.
    package var maximumRegression: Double
    package var test: Test
    /// The score of an item that a paired test compares; the metric's name where nil.
    package var score: String?

    init(model: Digest, maximumRegression: Double, test: Test, score: String? = nil) {
      self.model = model
      self.maximumRegression = maximumRegression
      self.test = test
      self.score = score
    }
  }

  /// What stood in front of the model when it was evaluated.
  package enum Guarding: Sendable, Hashable {
    case any
    /// The bare model.
    case none
    /// The guard policy of this digest.
    case policy(Digest)

    /// Whether a figure may have been made behind a policy, nil being the bare model.
    func allows(_ digest: Digest?) -> Bool {
      switch self {
      case .any: true
      case .none: digest == nil
      case .policy(let named): digest == named
      }
    }
  }

  /// How the figure must have been made.
  package struct Requirements: Sendable, Hashable {
    package var guarding = Guarding.any
    /// What the harness's name and version begin with; empty for any.
    package var harness = ""
    /// Each must have a figure that holds the bound; empty for the latest figure of any seed.
    package var seeds: [Int] = []

    package init() {}
  }

  package enum Severity: String, Sendable, Hashable, CaseIterable {
    /// A release must not happen where the rule does not hold.
    case block
    case warn
  }

  package var id: String
  package var summary = ""
  /// One of `ReleasePolicy.risks`.
  package var risk: String
  package var kind = Kind.metric
  package var benchmark: String
  package var metric: String
  package var slice: [String: String] = [:]
  package var dataset = Dataset()
  package var statistic: Statistic
  package var comparison: Comparison
  package var bound: Double
  /// The least level of the figure's interval.
  package var confidence: Double
  package var minimumCount: Int
  package var maximumAgeDays: Int
  /// Items without a score that are put up with.
  package var maximumUnscored: Int
  /// How near to the bound a figure that holds it is still a warning.
  package var warnMargin: Double?
  package var baseline: Baseline?
  package var requirements = Requirements()
  package var severity = Severity.block
  package var needsSignoff = false
}
