import Diagnostics
import Glibc

/// A lock that one process at a time holds; the system frees it however the process ends.
package final class FileLock: Sendable {
  private let descriptor: CInt

  /// Makes the file where it is not there and locks it, or says at once that another holds it.
  ///
  /// The file stays when the lock goes: were it taken away, two could hold locks of one name.
  ///
  /// - Parameters:
  ///   - path: The file, which is of no other use.
  ///   - busy: What to throw where another holds the lock.
  /// - Throws: `busy`, or `lock/unavailable` where the file cannot be locked at all.
  package init(_ path: String, busy: @autoclosure () -> Diagnostic) throws(Diagnostic) {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard file >= 0 else {
      throw SafeFile.failure("lock/unavailable", "cannot be opened as a lock", path)
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let problem =
        errno == EWOULDBLOCK
        ? busy() : SafeFile.failure("lock/unavailable", "cannot be locked", path)
      close(file)
      throw problem
    }
    descriptor = file
  }

  deinit { close(descriptor) }
}
