import Glibc
import Synchronization

/// Whether standard output took all that was written to it.
///
/// A command asks at its end: a result that could not be written is none.
package enum StandardOutput {
  private static let first = Mutex<CInt?>(nil)

  /// The error number of the first write that failed; nil where none did.
  ///
  /// A reader that has gone away wants no more, which is no failure.
  package static var failure: CInt? { first.withLock { $0 } }

  static func keep(_ failure: CInt) {
    guard failure != EPIPE else { return }
    first.withLock { $0 = $0 ?? failure }
  }
}
