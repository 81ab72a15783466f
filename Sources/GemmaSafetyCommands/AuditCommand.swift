import ArgumentParser
import AuditLog
import SafetyCore
import SafetyRuntime
import TerminalOutput

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

/// Which log is read.
struct AuditLogOption: ParsableArguments {
  @Option(
    name: .customLong("audit"),
    help: Setting.audit.help("The log.", standard: AuditCommand.standardPath)
  )
  var given: String?

  var path: String { given ?? Settings.current[.audit] ?? AuditCommand.standardPath }

  func open() throws -> AuditLog { try AuditCommand.open(path) }
}

/// The log that a command is about: by its path alone, or by --audit as elsewhere.
struct AuditLogArgument: ParsableArguments {
  @Argument(
    help: Setting.audit.help("The log.", standard: AuditCommand.standardPath),
    completion: .file()
  )
  var log: String?
  @Option(help: "The same, as other commands take it.") var audit: String?

  func validate() throws {
    guard log == nil || audit == nil else { throw ValidationError("name one log") }
  }

  var path: String {
    log ?? audit ?? Settings.current[.audit] ?? AuditCommand.standardPath
  }

  func open() throws -> AuditLog { try AuditCommand.open(path) }
}
