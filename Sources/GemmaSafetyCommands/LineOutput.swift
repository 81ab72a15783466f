import Glibc
import TerminalOutput

/// Standard output for lines that a program reads, gathered so that each costs no system call.
final class LineOutput {
  private static let size = 64 << 10
  private let terminal = Terminal(STDOUT_FILENO)
  private var pending: [UInt8] = []

  func write(_ line: [UInt8]) {
    pending += line
    if pending.count >= Self.size || terminal.isInteractive { flush() }
  }

  /// Hands everything on; what cannot be written is lost, and told of when the command ends.
  func flush() {
    terminal.write(pending)
    pending.removeAll(keepingCapacity: true)
  }
}
