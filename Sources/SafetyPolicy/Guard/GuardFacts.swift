/// What a decision may depend on beside the text; handed in, so that deciding needs no clock.
package struct GuardFacts: Sendable, Hashable {
  /// A tag such as `en` or `pt-BR`, from the caller; `und` where nobody knows.
  package var language = "und"
  package var route = "default"
  package var role = "user"
  /// 0 to 1, the risk of the conversation so far.
  package var turnRisk = 0.0
  /// What a percentage roll-out is decided by, such as the id of an account.
  package var rolloutKey = ""
  /// `YYYY-MM-DD`, against which expiry is read.
  package var today = "1970-01-01"

  package init() {}
}
