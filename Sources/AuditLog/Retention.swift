import GRDB

/// How long contents of events of a kind are kept.
package struct Retention: Sendable, Hashable {
  package var kind: String
  package var days: Int

  package init(kind: String, days: Int) {
    self.kind = kind
    self.days = days
  }
}
