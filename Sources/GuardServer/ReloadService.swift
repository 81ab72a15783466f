import ServiceLifecycle
import UnixSignals

/// Reads the policy again at each SIGHUP.
struct ReloadService: Service {
  let service: GuardService
  let note: @Sendable (String) -> Void

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown()
    for await _ in signals {
      do {
        let reload = try await PolicyReload.run(service)
        note(
          "policy \(reload.digest.hex.prefix(12)) \(reload.isChanged ? "taken up" : "unchanged")"
        )
      } catch {
        note("policy refused, the one before stays: \(PolicyReload.reason(error))")
      }
    }
  }
}
