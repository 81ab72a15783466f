import ArgumentParser
import Glibc
import SafetyCore
import TerminalOutput

extension Terminal.Colour: ExpressibleByArgument {}

/// How much is printed, and how it looks.
struct DisplayOptions: ParsableArguments {
  @Flag(name: [.short, .long], help: "Print nothing but errors.") var quiet = false
  @Flag(help: "Print the result as JSON.") var json = false
  @Option(help: "Colour: auto, always or never; NO_COLOR is honoured.")
  var color = Terminal.Colour.auto
  @Flag(help: "The same as --color never.") var noColor = false

  var colour: Terminal.Colour { noColor ? .never : color }

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
