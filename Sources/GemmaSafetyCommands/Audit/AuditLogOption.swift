import ArgumentParser
import AuditLog
import SafetyRuntime

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
