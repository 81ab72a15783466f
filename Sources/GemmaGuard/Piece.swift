import GenerationGuard
import SafetyPolicy

/// A part of what may be shown.
public enum Piece: Sendable, Hashable {
  case text(String)
  /// The last piece.
  case finished(Decision)

  /// The text to show; empty for the last piece.
  public var text: String {
    if case .text(let text) = self { text } else { "" }
  }
}

/// What a policy decided; it holds no text.
public struct Decision: Sendable, Hashable {
  /// What was done, as policies write it: `allow`, `redact`, `refuse` and so on.
  public var action: String
  /// The rule that decided; nil where none held.
  public var rule: String?
  /// The stage that decided, such as `prompt` or `output`.
  public var stage: String
  /// What failed, where a failure decided and no rule.
  public var failure: String?
  /// The id under which the log has the decision; empty where nothing is logged.
  public var request: String

  /// Whether there is no answer, or one that was ended.
  public var isRefused: Bool {
    GuardAction(rawValue: action).map { $0.rank >= GuardAction.cut.rank } ?? true
  }
}
