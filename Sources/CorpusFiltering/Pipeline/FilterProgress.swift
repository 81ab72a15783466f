/// How far a run has come, for a progress bar.
package struct FilterProgress: Sendable, Hashable {
  package var documents = 0
  package var removed = 0
  /// UTF-8 bytes of the texts judged.
  package var textBytes = 0
  /// Bytes of input files as they lie on disk that are done with.
  package var inputBytes = 0
  package var shard = 0
}
