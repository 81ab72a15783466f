import Diagnostics
import Glibc

/// A lock that one process holds at a time; it ends with the value, or with its process.
package final class FileLock: Sendable {
  private let file: Int32

  /// Takes the lock, or refuses at once where another process holds it.
  ///
  /// - Parameters:
  ///   - path: A file of its own, made where there is none and left behind empty.
  ///   - busy: What to say where the lock is held.
  /// - Throws: `busy`, or `lock/cannot-open` with the system's reason.
  package init(_ path: String, busy: @autoclosure () -> Diagnostic) throws(Diagnostic) {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw Self.failure(path) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let problem = errno == EWOULDBLOCK ? busy() : Self.failure(path)
      close(file)
      throw problem
    }
    self.file = file
  }

  deinit { close(file) }

  private static func failure(_ path: String) -> Diagnostic {
    let reason = String(cString: strerror(errno)).lowercased()
    return Diagnostic("lock/cannot-open", "cannot be locked: \(reason)", at: .init(file: path))
  }
}
