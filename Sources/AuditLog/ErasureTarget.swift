import GRDB

/// Which contents are to go.
package enum ErasureTarget: Sendable, Hashable {
  /// Everything about one person, and the key it was encrypted with.
  case subject(String)
  /// The contents of one event, or one of them.
  case event(Int, slot: String?)
  /// Contents of events before a time, of one kind or of all.
  case before(String, kind: String?)
  /// Contents kept longer than the retention of their kind at this time.
  case expired(now: String)
}
