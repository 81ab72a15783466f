import ArgumentParser
import Glibc
import SafetyCore
import SafetyRuntime
import TerminalOutput

extension Terminal.Colour: ExpressibleByArgument {}

/// How much is printed, and how it looks.
struct DisplayOptions: ParsableArguments {
  @Flag(name: [.short, .long], help: "Print nothing but errors.") var quiet = false
  @Flag(help: "Print the result as JSON.") var json = false
  @Option(help: Setting.color.help("Colour: auto, always or never; NO_COLOR is honoured."))
  var color: Terminal.Colour?
  @Flag(help: "The same as --color never.") var noColor = false

  var colour: Terminal.Colour { noColor ? .never : Self.colour(given: color) }

  /// How text is coloured: as given, else as the settings say.
  static func colour(given: Terminal.Colour?) -> Terminal.Colour {
    given ?? Settings.current[.color].flatMap(Terminal.Colour.init(rawValue:)) ?? .auto
  }

  /// Standard output.
  var terminal: Terminal { Terminal(STDOUT_FILENO, colour: colour) }

  /// Prints a result in the form asked for; only that form is made.
  func show(text: () -> String, json value: () -> CanonicalValue) {
    if json {
      terminal.write(String(decoding: value().canonicalJSON, as: UTF8.self) + "\n")
    } else if !quiet {
      terminal.write(text())
    }
  }
}
