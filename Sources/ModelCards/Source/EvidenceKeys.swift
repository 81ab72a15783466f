import SafetyCore

/// What makes two figures the same figure, measured twice.
package struct MetricKey: Sendable, Hashable {
  package var benchmark: String
  package var metric: String
  package var slice: [String: String]
  package var model: String
  package var modelSHA256: Digest?
  package var policySHA256: Digest?

  package init(_ event: MetricEvent) {
    benchmark = event.benchmark
    metric = event.metric
    slice = event.slice
    model = event.subject.model
    modelSHA256 = event.subject.modelSHA256
    policySHA256 = event.subject.policySHA256
  }
}

/// What makes two spreads of scores the same one, measured twice.
package struct ScoreSpreadKey: Sendable, Hashable {
  package var benchmark: String
  package var model: String
  package var modelSHA256: Digest?

  package init(_ event: ScoreSpread) {
    benchmark = event.benchmark
    model = event.subject.model
    modelSHA256 = event.subject.modelSHA256
  }
}

/// What makes two tallies sums of the same decisions, the later one of more of them.
package struct GuardTallyKey: Sendable, Hashable {
  package var policy: Digest
  package var model: String
  package var origin: GuardTally.Origin

  package init(_ event: GuardTally) {
    policy = event.policy
    model = event.model
    origin = event.origin
  }
}
