import Glibc
import TerminalOutput

/// Standard output for lines that a program reads, gathered so that each costs no system call.
final class LineOutput {
  private static let size = 64 << 10
  private var pending: [UInt8] = []

  func write(_ line: [UInt8]) {
    pending += line
    if pending.count >= Self.size || isatty(STDOUT_FILENO) == 1 { flush() }
  }

  /// Hands everything on; what cannot be written is lost with its reader.
  func flush() {
    var written = 0
    while written < pending.count {
      let count = pending.withUnsafeBytes {
        Glibc.write(STDOUT_FILENO, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      written += count
    }
    pending.removeAll(keepingCapacity: true)
  }
}
