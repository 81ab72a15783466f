import ArgumentParser
import ReportPages
import SafetyRuntime
import TerminalOutput

struct ModelScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Tell how likely a model finds a text, token by token.",
    discussion: """
      Numbers are natural logarithms of the probability of each token but the first, given all before \
      it. A text is scored behind the token that begins a text; tokens are scored as given.

      Examples:
        gemma-safety model score gemma-3-1b-it --text "The kettle sings."
        gemma-safety model score gemma.gguf --token-ids 2,419,37 --context-tokens 2 \\
          --json

      Exit codes: 0 done, 2 failed, 64 wrong usage.
      """
  )

  @Argument(help: "A folder with config.json and weights, a .gguf file, or a shipped model's name.")
  var model: String
  @Option(help: "The text to score, or - for standard input.") var text: String?
  @Option(help: "Tokens instead of a text, such as 2,419.", transform: TokenIDs.parse)
  var tokenIds: [Int]?
  @Option(
    parsing: .unconditional,
    help: "Tokens at the beginning that are given and not summed."
  )
  var contextTokens = 1
  @Option(help: Setting.precision.help("Keep weights as stored, or in float32, q8 or q4."))
  var precision: ModelPrecision?
  @Option(
    parsing: .unconditional,
    help: Setting.threads.help("Threads; they change no result.")
  )
  var threads: Int?
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard (text == nil) != (tokenIds == nil) else {
      throw ValidationError("give --text TEXT or --token-ids, one of them")
    }
    guard contextTokens >= 1 else { throw ValidationError("--context-tokens must be 1 or more") }
    guard threads.map({ 1...256 ~= $0 }) ?? true else {
      throw ValidationError("--threads must be from 1 to 256")
    }
  }

  func run() throws {
    try GemmaSafety.reporting {
      let loaded = try LoadedModel(
        model,
        precision: ModelOptions.precision(given: precision),
        cache: .float32,
        threads: Settings.current.count(.threads, given: threads)
      )
      let score = try loaded.score(try prompt(), contextTokens: contextTokens)
      if display.json {
        display.terminal.write(String(decoding: score.json.json, as: UTF8.self))
      } else if !display.quiet {
        display.terminal.write(table(score))
      }
    }
  }

  private func prompt() throws -> GenerationSettings.Prompt {
    if let tokenIds { return .tokens(tokenIds) }
    let text = text ?? ""
    return .text(text == "-" ? try PromptText.read(text) : text)
  }

  private func table(_ score: TextScore) -> String {
    let summed = score.logProbabilities.count - score.contextTokens + 1
    return "log-likelihood \(Self.rounded(score.sum)) of \(ReportFormat.counted(summed, "token")), "
      + "\(Self.rounded(score.sum / Double(summed))) a token\n"
  }

  private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
