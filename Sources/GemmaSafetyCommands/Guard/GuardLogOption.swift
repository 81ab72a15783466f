import ArgumentParser
import SafetyRuntime

/// The log that the guard and evaluations write to.
struct GuardLogOption: ParsableArguments {
  /// Where the guard and evaluations record when nobody says otherwise.
  static let standardPath = "audit.sqlite"

  @Option(
    name: .customLong("audit"),
    help: Setting.audit.help(
      "The log of the guard and of evaluations.",
      standard: GuardLogOption.standardPath
    )
  )
  var given: String?

  var path: String { given ?? Settings.current[.audit] ?? GuardLogOption.standardPath }
}
