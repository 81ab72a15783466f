import ArgumentParser
import AuditLog

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Read, verify, prove, sign, export and erase from audit logs.",
    discussion: """
      Examples:
        gemma-safety audit list
        gemma-safety audit why letter-17 --audit filtered/audit.sqlite
        gemma-safety audit verify filtered/audit.sqlite
      """,
    subcommands: [
      AuditListCommand.self, AuditShowCommand.self, AuditWhyCommand.self, AuditVerifyCommand.self,
      AuditProveCommand.self, AuditCheckpointCommand.self, AuditStatsCommand.self,
      AuditExportCommand.self, AuditImportCommand.self, AuditEraseCommand.self,
      AuditHoldCommand.self, AuditRetentionCommand.self,
    ]
  )

  /// Where `filter` puts the log when nobody says otherwise.
  static let standardPath = "filtered/audit.sqlite"

  /// Opens a log that is there for appending.
  static func openForWriting(_ path: String, key: String? = nil) throws -> AuditLog {
    try AuditLog(
      path: path,
      mode: .existing,
      signer: AuditKeyOption.signer(key),
      clock: Clock.now
    )
  }

  static func open(_ path: String) throws -> AuditLog {
    try AuditLog(path: path, mode: .readOnly, clock: Clock.now)
  }
}
