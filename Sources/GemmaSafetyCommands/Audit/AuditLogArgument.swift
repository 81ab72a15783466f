import ArgumentParser
import AuditLog
import SafetyRuntime

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
