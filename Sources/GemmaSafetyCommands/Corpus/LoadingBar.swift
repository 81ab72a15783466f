import Glibc
import Synchronization
import TerminalOutput

/// A progress bar that threads share, for what is read before a run begins.
final class LoadingBar: Sendable {
  private let bar: Mutex<ProgressBar>
  private let isShown: Bool
  private let start = ContinuousClock.now
  private let last: Mutex<ContinuousClock.Instant>

  init(isShown: Bool, colour: Terminal.Colour) {
    self.isShown = isShown
    bar = Mutex(ProgressBar(Terminal(STDERR_FILENO, colour: colour)))
    last = Mutex(start)
  }

  /// Seconds from the making of the bar to its last change.
  var elapsed: Double {
    let elapsed = (last.withLock { $0 } - start).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
  }

  /// Shows the part that is read and what was read last.
  func update(_ fraction: Double, reading name: String) {
    last.withLock { $0 = ContinuousClock.now }
    guard isShown else { return }
    bar.withLock { $0.update(fraction) { _ in ["read \(name)"] } }
  }

  /// Takes the bar away.
  func finish() { bar.withLock { $0.finish() } }
}
