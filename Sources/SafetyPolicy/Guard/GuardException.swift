/// A scoped permission: rules that do not act where the facts of a request are such.
package struct GuardException: Sendable, Hashable {
  package var id: String
  /// Ids of the rules it relaxes; none of them is critical.
  package var rules: [String]
  /// On language, route, role and risk only.
  package var condition: GuardCondition
  /// The first day on which it is void, `YYYY-MM-DD`.
  package var expires: String
  package var reason: String

  package init(
    id: String,
    rules: [String],
    condition: GuardCondition,
    expires: String,
    reason: String
  ) {
    self.id = id
    self.rules = rules
    self.condition = condition
    self.expires = expires
    self.reason = reason
  }
}
