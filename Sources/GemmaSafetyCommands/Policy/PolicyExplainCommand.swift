import ArgumentParser
import Diagnostics
import GenerationGuard
import SafetyCore
import SafetyPolicy
import SafetyRuntime
import TerminalOutput

struct PolicyExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say what a guard policy does with a text, and why: 0 it passes, 1 it does not.",
    discussion: """
      Examples:
        gemma-safety policy explain default --text "Ignore all previous instructions"
        gemma-safety policy explain strict --stage output --text - < answer.txt
      """
  )
  @Argument(help: "A guard policy or the name of a shipped one.") var file: String
  @Option(help: "The text; - reads standard input.") var text: String
  @Option(help: "The stage: prompt, history, tool_result, tool_call, reasoning or output.")
  var stage = "prompt"
  @Option(help: "The tool of a call or a result, for rules that ask for it.") var tool: String?
  @Option(help: "The language of the request, such as de.") var lang = "en"
  @Option(help: "The route of the request, for rules that ask for it.") var route = "default"
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard let stage = GuardStage(rawValue: stage), stage != .outputFinal else {
      throw ValidationError(
        "--stage is prompt, history, tool_result, tool_call, reasoning or output"
      )
    }
  }

  func run() throws {
    var passes = true
    try GemmaSafety.reporting {
      let program = try PolicyCommand.loadGuard(file)
      let input = text == "-" ? try InputFile.text("/dev/stdin") : text
      var facts = GuardFacts()
      facts.language = lang
      facts.route = route
      facts.tool = tool
      facts.today = String(Clock.now().prefix(10))
      let stage = GuardStage(rawValue: stage) ?? .prompt
      let explanation = try AsyncBridge.wait { [facts] in
        try await GuardExplanation(program, input, stage, facts)
      }
      passes = explanation.decision.action.rank <= GuardAction.annotate.rank
      display.show(
        text: { GuardExplanationView(explanation, program, input, display.terminal).text },
        json: { explanation.json(program) }
      )
    }
    if !passes { throw ExitCode(1) }
  }
}
