import Diagnostics

/// Takes up the policy's file again, and counts how that went.
enum PolicyReload {
  static func run(_ service: GuardService) async throws -> PolicyStore.Reload {
    do {
      let reload = try await service.policies.reload()
      service.metrics.reloaded(reload.isChanged ? "changed" : "unchanged")
      return reload
    } catch {
      service.metrics.reloaded("refused")
      throw error
    }
  }

  /// The first problem in one line.
  static func reason(_ error: any Error) -> String {
    let problem = (error as? Diagnostics)?.items.first ?? error as? Diagnostic
    return problem.map { "\($0.code.rawValue): \($0.message)" } ?? "it cannot be read"
  }
}
