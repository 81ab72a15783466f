import GRDB

/// What an erasure did.
package struct ErasureReport: Sendable, Hashable {
  /// Contents that are gone.
  package var erased = 0
  /// Contents that would be due and are under a legal hold.
  package var held = 0
  /// The numbers of the events that say so.
  package var events: [Int] = []
  /// Bytes of the database and its write-ahead log that were searched for what must be gone.
  package var searched = 0
  /// Whether the file had to be written anew to be rid of it.
  package var isRewritten = false
}
