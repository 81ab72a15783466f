import CorpusFiltering
import Glibc

/// Turns Ctrl-C and a request to terminate into a clean stop; a second Ctrl-C stops at once.
enum InterruptSignal {
  private static let interruption = Interruption()

  static func catchInterrupts() -> Interruption {
    _ = interruption
    // A supervisor may have started the process with these signals blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&signals, number)
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { _ in InterruptSignal.interruption.request() }
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_RESTART
      sigaction(number, &action, nil)
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    return interruption
  }
}
