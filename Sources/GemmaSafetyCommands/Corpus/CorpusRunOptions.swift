import ArgumentParser
import AuditLog
import SafetyRuntime

/// What every command has that reads a corpus and records a run.
struct CorpusRunOptions: ParsableArguments {
  @Option(help: Setting.workers.help("Threads.")) var workers: Int?
  @Option(
    help: Setting.audit.help(
      "The audit log, which runs may share.",
      standard: "audit.sqlite among the results"
    )
  )
  var audit: String?
  @OptionGroup var auditKey: AuditKeyOption
  @Flag(help: "Exit with code 2 where anything went to quarantine.") var strict = false

  func validate() throws {
    if let workers, !(1...256).contains(workers) {
      throw ValidationError("--workers must be from 1 to 256")
    }
  }

  /// Whether nothing was asked for.
  var areEmpty: Bool { workers == nil && audit == nil && !strict }

  /// How many threads there are to be.
  var workerCount: Int { Settings.current.count(.workers, given: workers) }

  /// The audit log that was asked for; nil for the one among the results.
  var auditPath: String? { audit ?? Settings.current[.audit] }

  /// The code of a run that ended, of whose input so many records went to quarantine.
  func code(quarantined: Int) -> ExitCode {
    strict && quarantined > 0 ? ExitCode(2) : .success
  }
}
