import SafetyCore

/// What a decision may depend on beside the text; handed in, so that deciding needs no clock.
package struct GuardFacts: Sendable, Hashable {
  /// A tag such as `en` or `pt-BR`, from the caller; `und` where nobody knows.
  package var language = "und"
  package var route = "default"
  package var role = "user"
  /// The name of the tool that a call or a result is of.
  package var tool: String?
  /// 0 to 1, the risk of the conversation so far; nil where a record does not tell.
  package var turnRisk: Double? = 0.0
  /// Of the key that a percentage roll-out is decided by; nil without a key.
  package var rollout: Digest?
  /// `YYYY-MM-DD`, against which expiry is read.
  package var today = "1970-01-01"

  package init() {}

  /// Takes the key that a percentage roll-out is decided by, such as the id of an account.
  package mutating func setRolloutKey(_ key: String) { rollout = Digest.sha256(key.utf8) }
}
