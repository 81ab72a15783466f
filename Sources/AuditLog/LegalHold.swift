import GRDB

/// A legal hold that has not been lifted.
package struct LegalHold: Sendable, Hashable {
  /// What is held.
  package enum Scope: Sendable, Hashable {
    case everything
    case subject(String)
    case run(String)

    var words: (scope: String, target: String) {
      switch self {
      case .everything: ("all", "")
      case .subject(let subject): ("subject", subject)
      case .run(let run): ("run", run)
      }
    }
  }

  /// The event that placed it, by which it is lifted.
  package var seq: Int
  package var placed: String
  package var scope: Scope
  package var reason: String
}
