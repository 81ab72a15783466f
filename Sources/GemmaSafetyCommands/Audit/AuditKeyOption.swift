import ArgumentParser
import AuditLog
import Diagnostics
import SafetyRuntime

/// The private key that checkpoints are signed with.
struct AuditKeyOption: ParsableArguments {
  @Option(
    name: .customLong("audit-key"),
    help: Setting.auditKey.help("Sign the log's checkpoints with this private key.")
  )
  var path: String?

  func signer() throws -> NoteSigner? { try Self.signer(path) }

  /// The key of a file or, without one, of the settings.
  static func signer(_ path: String?) throws -> NoteSigner? {
    guard let path = path ?? Settings.current[.auditKey], !path.isEmpty else { return nil }
    return try KeyFile.signer(at: path)
  }
}
