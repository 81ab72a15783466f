import SafetyEvaluation

/// A benchmark of a request that is not run, and why.
package struct PassedOverBenchmark: Sendable {
  /// Why it is not.
  package enum Reason: String, Sendable {
    case missingFiles = "missing-files"
    /// Behind a policy and on a server elsewhere there are answers only.
    case noProbabilities = "no-probabilities"
    /// The judge says whether a guideline is broken, and the benchmark asks something else.
    case notJudgeable = "not-judgeable"
  }

  package var id: String
  package var reason: Reason
}
