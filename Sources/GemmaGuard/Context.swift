import SafetyPolicy
import SafetyRuntime

/// What rules may hang on beside the text.
public struct Context: Sendable, Hashable {
  /// A tag such as `en` or `pt-BR`, by which the guard's own words are chosen.
  public var language: String
  /// The way by which the request came, for rules that ask for it.
  public var route: String
  /// What percentages of roll-outs are decided by, such as the id of an account.
  public var account: String?
  /// Names the model in records.
  public var model: String

  /// Facts of a request.
  public init(
    language: String = "und",
    route: String = "default",
    account: String? = nil,
    model: String = "model"
  ) {
    self.language = language
    self.route = route
    self.account = account
    self.model = model
  }

  var facts: GuardFacts {
    var facts = GuardFacts()
    facts.language = language
    facts.route = route
    if let account { facts.setRolloutKey(account) }
    facts.today = LibraryGuard.today()
    return facts
  }
}
