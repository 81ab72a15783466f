import ArgumentParser
import SafetyRuntime

/// Which logs evaluations are read from.
struct EvaluationLogOptions: ParsableArguments {
  @Option(
    name: .customLong("audit"),
    help: Setting.audit.help(
      "A log that holds the runs; may be repeated.",
      standard: GuardLogOption.standardPath
    )
  )
  var paths: [String] = []

  func open() throws -> EvaluationLogs {
    try EvaluationLogs(
      paths: paths.isEmpty ? [Settings.current[.audit] ?? GuardLogOption.standardPath] : paths,
      clock: Clock.now
    )
  }
}
