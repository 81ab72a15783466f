import Glibc
import SafetyRuntime
import Synchronization
import TerminalOutput

/// The bar of an evaluation on standard error, told from the run's task.
final class EvaluationProgressBar: Sendable {
  private let bar: Mutex<ProgressBar>
  private let isShown: Bool

  init(isShown: Bool) {
    self.isShown = isShown
    bar = Mutex(ProgressBar(Terminal(STDERR_FILENO)))
  }

  func update(_ progress: EvaluationSession.Progress) {
    guard isShown else { return }
    bar.withLock { bar in
      bar.update(Double(progress.done) / Double(max(1, progress.total))) { _ in
        [
          progress.title,
          "\(TextTable.grouped(progress.done)) of \(TextTable.grouped(progress.total)) items",
        ]
      }
    }
  }

  func finish() { bar.withLock { $0.finish() } }
}
