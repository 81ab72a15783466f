import ArgumentParser
import SafetyCore
import SafetyRuntime
import TerminalOutput

struct ConfigShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print each setting with its value and where it comes from.",
    discussion: """
      The file is gemma-safety.yaml in the working directory or a folder above it, up to the root of \
      the git repository or the home folder; GEMMA_SAFETY_CONFIG names another, and none where it is \
      empty. Paths in it are relative to it. Secrets are not shown, but whether there is one is.

      Examples:
        gemma-safety config show
        gemma-safety config show --verbose
        gemma-safety config show --json

      Exit codes: 0 done, 64 the file or a variable is wrong.
      """
  )
  @Flag(name: [.short, .long], help: "Print what each setting is, and its variable.")
  var verbose = false
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    let settings = Settings.current
    display.show(text: { text(settings) }, json: { Self.json(settings) })
  }

  private func text(_ settings: Settings) -> String {
    var table = TextTable(leading: 5)
    table.add(row: ["setting", "value", "from"] + (verbose ? ["variable", "what it is"] : []))
    for setting in Setting.allCases {
      table.add(
        row: [
          setting.name, Self.value(of: setting, settings),
          settings.origin(of: setting).description,
        ] + (verbose ? [setting.variable, setting.meaning] : [])
      )
    }
    var lines = table.lines(width: display.terminal.room)
    lines[0] = display.terminal.bold(lines[0])
    let file = settings.file.map { "read from \($0.path)" } ?? "no \(SettingsFile.name) was found"
    return (lines + ["", file]).joined(separator: "\n") + "\n"
  }

  private static func value(of setting: Setting, _ settings: Settings) -> String {
    if setting.kind == .secretFile, case .variable = settings.origin(of: setting) {
      return "not shown"
    }
    return settings[setting] ?? setting.standardPhrase
  }

  private static func json(_ settings: Settings) -> CanonicalValue {
    [
      "format": "gemma-safety.config/1",
      "file": settings.file.map { .string($0.path) } ?? .null,
      "settings": .array(Setting.allCases.map { json(of: $0, settings) }),
    ]
  }

  private static func json(of setting: Setting, _ settings: Settings) -> CanonicalValue {
    let origin = settings.origin(of: setting)
    let (kind, place): (CanonicalValue, CanonicalValue) =
      switch origin {
      case .standard: ("default", .null)
      case .variable: ("environment", .null)
      case .file(let place):
        (
          "file",
          [
            "file": .string(place.file), "line": place.line.map { .integer($0) } ?? .null,
            "column": place.column.map { .integer($0) } ?? .null,
          ]
        )
      }
    return [
      "name": .string(setting.name), "value": typed(settings[setting] ?? setting.standard, setting),
      "origin": kind, "from": .string(origin.description), "place": place,
      "variable": .string(setting.variable), "default": .string(setting.standardPhrase),
      "meaning": .string(setting.meaning),
    ]
  }

  /// Numbers as such; null where there is no value, or one that is not shown.
  private static func typed(_ value: String?, _ setting: Setting) -> CanonicalValue {
    guard let value else { return .null }
    if case .count = setting.kind, let number = Int(value) { return .integer(number) }
    return .string(value)
  }
}
