import ArgumentParser
import Diagnostics
import Glibc
import SafetyRuntime
import TerminalOutput

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Let a Gemma model continue a prompt.",
    discussion: """
      The prompt is the argument itself; it is read from standard input for -, and from a file where \
      the argument names one. The model is a Hugging Face folder as it was downloaded, a GGUF file, or \
      the small demonstration model that comes with the program. The same seed gives the same answer, \
      whatever the number of threads.

      Examples:
        gemma-safety generate --chat "What is the capital of France?"
        gemma-safety generate --model gemma-3-1b-it --chat question.txt \\
          --temperature 0.7
        gemma-safety generate --policy default \\
          --model gemma-3-1b-it "What is a kettle?"
        gemma-safety generate --model gemma.gguf --token-ids 2,419,37 \\
          --max-tokens 8 --json

      With --policy nothing is printed that an enforced rule withholds, and every decision is in the \
      audit log before the answer ends.

      Exit codes: 0 done, 1 the policy refused or cut the answer, 2 failed, 64 wrong usage, \
      130 interrupted.
      """
  )

  @Argument(help: "The prompt, a file that holds it, or - for standard input.")
  var input: String?
  @Option(help: "The prompt, even where a file is called so.") var prompt: String?
  @Option(
    help: "Tokens instead of a text, such as 2,419; no tokenizer is needed.",
    transform: TokenIDs.parse
  )
  var tokenIds: [Int]?
  @Flag(help: "Ask in the form of the model's chat template.") var chat = false
  @Option(
    help: Setting.guardPolicy.help(
      "Guard the answer: a guard policy's file or name; implies --chat.",
      standard: "none"
    )
  )
  var policy: String?
  @Flag(help: "No guard, even where the settings name a policy.") var noPolicy = false
  @Option(
    help: Setting.audit.help(
      "With a policy, the log that every decision goes to.",
      standard: GuardLogOption.standardPath
    )
  )
  var audit: String?
  @Flag(
    help:
      "With a policy, keep prompt and answer in the log, sealed, until `audit erase` takes them out."
  )
  var keepTexts = false
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Sampling") var sampling: SamplingArguments
  @Option(parsing: .unconditional, help: "The most tokens of the answer.") var maxTokens = 256
  @Option(help: "A string that ends the answer; may be repeated.") var stop: [String] = []
  @Option(help: "Tokens that end the answer, such as 1,107.", transform: TokenIDs.parse)
  var stopIds: [Int]?
  @Flag(help: "Go on where the model would end the answer.") var ignoreEnd = false
  @Option(
    parsing: .unconditional,
    help: "With --json, the log-probability of each token and of so many alternatives."
  )
  var logprobs: Int?
  @Flag(name: [.short, .long], help: "Print the speed to standard error.") var verbose = false
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard [input != nil, prompt != nil, tokenIds != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("give one prompt: an argument, --prompt TEXT or --token-ids")
    }
    guard tokenIds == nil || !(chat || policy != nil) else {
      throw ValidationError("--chat and --policy need a text, not --token-ids")
    }
    guard policy == nil || logprobs == nil else {
      throw ValidationError("--logprobs would tell what --policy holds back")
    }
    guard logprobs == nil || display.json else {
      throw ValidationError("--logprobs are told with --json alone")
    }
    guard policy == nil || !noPolicy else {
      throw ValidationError("--policy and --no-policy exclude each other")
    }
    guard 1...1_000_000 ~= maxTokens else {
      throw ValidationError("--max-tokens must be from 1 to 1000000")
    }
    guard logprobs.map({ 0...100 ~= $0 }) ?? true else {
      throw ValidationError("--logprobs must be from 0 to 100")
    }
    try sampling.check()
    try model.check()
  }

  func run() throws {
    try checkPolicy()
    guard guardPolicy == nil else { return try runGuarded() }
    let interruption = InterruptSignal.catchInterrupts()
    var wasCancelled = false
    try GemmaSafety.reporting {
      let request = settings(try promptAsked())
      let loaded = try model.open()
      let shows = !display.json && !display.quiet
      let result = try loaded.generate(
        request,
        isCancelled: { interruption.isRequested },
        receive: { if shows { display.terminal.write($0) } }
      )
      show(result)
      wasCancelled = result.finish == .cancelled
    }
    if wasCancelled { throw ExitCode(130) }
  }

  /// All that was asked for beside the prompt.
  func settings(_ prompt: GenerationSettings.Prompt) -> GenerationSettings {
    var settings = GenerationSettings(prompt)
    settings.maximumTokens = maxTokens
    settings.context = model.context
    settings.stops = stop
    settings.stopTokens = stopIds ?? []
    settings.ignoresEnd = ignoreEnd
    settings.logProbabilities = logprobs
    sampling.apply(to: &settings)
    return settings
  }

  private func promptAsked() throws -> GenerationSettings.Prompt {
    if let tokenIds { return .tokens(tokenIds) }
    let text = try prompt ?? PromptText.read(input ?? "-")
    return chat ? .chat(text) : .text(text)
  }

  private func show(_ result: GenerationResult) {
    if display.json {
      display.terminal.write(String(decoding: result.json.json, as: UTF8.self))
    } else if !display.quiet {
      let ids = result.tokens.map { String($0.id) }.joined(separator: ",")
      display.terminal.write(result.text == nil ? ids + "\n" : "\n")
    }
    guard verbose else { return }
    GemmaSafety.note(GenerationView.speed(result.timings, threads: model.threadCount))
  }
}
