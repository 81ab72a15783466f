import ArgumentParser
import SafetyCore
import SafetyPolicy

struct PolicyDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Name every difference between two policies: 0 none, 1 some."
  )
  @Argument(help: "A policy file or the name of a recipe.") var left: String
  @Argument(help: "Another; the shipped corpus policy without one.") var right: String?
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var isSame = true
    try GemmaSafety.reporting {
      let (before, after) = (try PolicyCommand.load(left), try PolicyCommand.load(right))
      let difference = PolicyDifference(before, after)
      isSame = difference.rows.isEmpty
      // Two files may bear one name; then what was typed tells them apart.
      let names = before.name == after.name ? (left, right ?? "shipped") : (before.name, after.name)
      display.show(
        text: { difference.lines(names.0, names.1).joined(separator: "\n") + "\n" },
        json: { difference.json }
      )
    }
    if !isSame { throw ExitCode(1) }
  }
}
