import ArgumentParser
import GenerationGuard
import SafetyCore
import SafetyPolicy
import SafetyRuntime

struct PolicyDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Name every difference between two policies: 0 none, 1 some."
  )
  @Argument(help: "A policy file or the name of a recipe.") var left: String
  @Argument(help: "Another; the shipped corpus policy without one.") var right: String?
  @Option(help: "Compare what two guard policies decide on each line of a file instead.")
  var texts: String?
  @Option(help: "The stage for --texts: prompt or output.") var stage = "prompt"
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard ["prompt", "output"].contains(stage) else {
      throw ValidationError("--stage is prompt or output")
    }
  }

  func run() throws {
    var isSame = true
    try GemmaSafety.reporting {
      if try PolicyCommand.isGuardPolicy(left) {
        isSame = try showGuards()
        return
      }
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

  private func showGuards() throws -> Bool {
    let (before, after) = (
      try PolicyCommand.loadGuard(left), try PolicyCommand.loadGuard(right ?? "default")
    )
    if let texts {
      let lines = try InputFile.text(texts).split(separator: "\n").map(String.init)
      let difference = try GuardDecisionDifference(
        before,
        after,
        lines,
        isAnswer: stage == "output"
      )
      display.show(text: { difference.text(left, right ?? "default") }, json: { difference.json })
      return difference.rows.isEmpty
    }
    let difference = PolicyDifference(before.policy, after.policy)
    display.show(
      text: { difference.lines(left, right ?? "default").joined(separator: "\n") + "\n" },
      json: { difference.json }
    )
    return difference.rows.isEmpty
  }
}
