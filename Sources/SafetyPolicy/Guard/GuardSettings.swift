/// What holds for all rules of a policy.
package struct GuardSettings: Sendable, Hashable {
  /// What becomes of a run that decodes to something.
  package struct Decoders: Sendable, Hashable {
    package var base64 = true
    package var hex = true
    package var percent = true
    package var rot13 = false
    package var reverse = false
    /// Longer runs are not decoded but are themselves a finding of the detector `encoded`.
    package var maximumRun = 1_024
    /// How often a decoded text is decoded again.
    package var maximumDepth = 2

    package init() {}
  }

  /// What becomes of messages that were looked at in an earlier request.
  package enum Trust: String, Sendable, Hashable, CaseIterable {
    /// They are looked at again.
    case rescan
    /// They are passed over where the seal handed out with an earlier answer vouches for them.
    case seal
  }

  /// What becomes of what the model writes for itself.
  package enum Reasoning: String, Sendable, Hashable, CaseIterable {
    /// Nobody sees it.
    case withhold
    /// It is guarded as answers are, by rules over `reasoning`.
    case screen
    /// It goes out as it is.
    case pass
  }

  /// The risk of a conversation: `max(decay × old, new)`.
  package struct MultiTurn: Sendable, Hashable {
    package var decay = 0.7
    /// Earlier messages whose risk counts.
    package var window = 20
    package var trust = Trust.rescan

    package init() {}
  }

  package var defaultAction = GuardAction.allow
  package var promptBytes = 262_144
  package var turns = 256
  /// Bytes of the arguments of one call of a tool.
  package var toolBytes = 65_536
  package var reasoning = Reasoning.withhold
  package var failModes: [GuardStage: GuardFailMode] = [:]
  /// Milliseconds that a detector may take, by its cost.
  package var timeouts: [GuardDetector.Cost: Int] = [:]
  package var decoders = Decoders()
  package var multiTurn = MultiTurn()
  /// Invisible characters and marks in a row past which a run breaks a term and is an anomaly.
  package var invisibleRun = 8
  /// Signs and spaces in a row past which a phrase is broken.
  package var gapRun = 8
  /// How often an answer may be written anew.
  package var rewrites = 1

  package init() {}

  /// Milliseconds that a detector of a cost may take where it does not say itself.
  package func timeout(of cost: GuardDetector.Cost) -> Int {
    timeouts[cost] ?? [.cheap: 50, .medium: 1_000, .expensive: 10_000][cost] ?? 0
  }

  /// The fail mode of a stage; closed where the policy is silent.
  package func failMode(of stage: GuardStage) -> GuardFailMode { failModes[stage] ?? .closed }
}
