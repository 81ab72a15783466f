import ArgumentParser
import AuditLog
import Diagnostics
import Glibc

/// The private key that checkpoints are signed with.
struct AuditKeyOption: ParsableArguments {
  @Option(
    name: .customLong("audit-key"),
    help: "Sign the log's checkpoints with this private key; or set GEMMA_SAFETY_AUDIT_KEY."
  )
  var path: String?

  func signer() throws -> NoteSigner? { try Self.signer(path) }

  /// The key of a file or, without one, of the environment.
  static func signer(_ path: String?) throws -> NoteSigner? {
    let fromEnvironment = getenv("GEMMA_SAFETY_AUDIT_KEY").map { String(cString: $0) }
    guard let path = path ?? fromEnvironment, !path.isEmpty else { return nil }
    return try KeyFile.signer(at: path)
  }
}
