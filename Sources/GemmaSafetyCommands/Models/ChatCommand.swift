import ArgumentParser
import GenerationGuard
import Glibc
import ReportPages
import SafetyCore
import SafetyRuntime
import TerminalOutput

struct ChatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chat",
    abstract: "Talk with a Gemma model behind a policy.",
    discussion: """
      Lines in, answers out; the conversation is kept until /clear. A turn that the policy refused or \
      cut is not kept, so that it does not weigh on the next. Every decision is in the audit log \
      before its answer ends.

        /why      what was decided on the last answer, and by which rule
        /policy   which policy guards
        /clear    begin anew
        /quit     end; so does the end of the input

      Examples:
        gemma-safety chat
        gemma-safety chat --model gemma-3-1b-it --policy strict --temperature 0.7

      Exit codes: 0 done, 2 failed, 64 wrong usage.
      """
  )

  @Option(
    help: Setting.guardPolicy.help(
      "A guard policy's file or name.",
      standard: ChatCommand.standardPolicy
    )
  )
  var policy: String?
  @OptionGroup var log: GuardLogOption
  @Flag(help: "Keep the conversation in the log, sealed, until `audit erase` takes it out.")
  var keepTexts = false
  @Option(help: "An instruction ahead of the conversation; Gemma 3 only.") var system: String?
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Sampling") var sampling: SamplingArguments
  @Option(parsing: .unconditional, help: "The most tokens of an answer.") var maxTokens = 512
  @Option(help: Setting.color.help("Colour: auto, always or never; NO_COLOR is honoured."))
  var color: Terminal.Colour?
  @Flag(help: "The same as --color never.") var noColor = false

  private static let standardPolicy = "default"
  private static let longestLine = 1 << 20

  func validate() throws {
    guard 1...1_000_000 ~= maxTokens else {
      throw ValidationError("--max-tokens must be from 1 to 1000000")
    }
    try sampling.check()
    try model.check()
  }

  func run() throws {
    try GemmaSafety.reporting {
      var settings = GenerationSettings(.chat(""))
      settings.maximumTokens = maxTokens
      settings.context = model.context
      sampling.apply(to: &settings)
      let worker = try ModelWorker(
        model.model,
        precision: model.precision,
        cache: model.cache,
        threads: model.threadCount,
        sampling: settings
      )
      let conversation = try GuardedConversation(
        policy: policy ?? Settings.current[.guardPolicy] ?? Self.standardPolicy,
        audit: log.path,
        keepsTexts: keepTexts,
        model: worker,
        clock: Clock.now
      )
      try talk(conversation, worker.name)
      try conversation.close()
    }
  }

  private func talk(_ conversation: GuardedConversation, _ name: String) throws {
    let terminal = Terminal(STDOUT_FILENO, colour: colour)
    let isTyped = isatty(STDIN_FILENO) == 1
    var messages = opening
    var last: GuardSummary?
    if isTyped {
      GemmaSafety.note(terminal.dim("\(name) behind \(conversation.policy); /quit ends"))
    }
    while let line = nextLine(isTyped) {
      switch line {
      case "": continue
      case "/quit": return
      case "/clear": (messages, last) = (opening, nil)
      case "/policy": terminal.write(conversation.policy + "\n")
      case "/why": terminal.write(Self.why(last) + "\n")
      case _ where Self.isCommand(line):
        GemmaSafety.note("there is no command \(line.prefix(60)); /why, /policy, /clear, /quit are")
      default:
        let asked = messages + [ChatMessage(.user, line)]
        let answer = try ask(asked, conversation, terminal)
        last = answer.summary
        let isKept = answer.finish != "content_filter" && !answer.text.isEmpty
        if isKept {
          messages = asked + [ChatMessage(.assistant, answer.text, seal: last?.seal)]
        }
      }
    }
  }

  private var colour: Terminal.Colour {
    noColor ? .never : DisplayOptions.colour(given: color)
  }

  private var opening: [ChatMessage] { system.map { [ChatMessage(.system, $0)] } ?? [] }

  private func nextLine(_ isTyped: Bool) -> String? {
    if isTyped { Terminal(STDERR_FILENO, colour: colour).write("> ") }
    guard let line = readLine() else { return nil }
    let end = line.lastIndex { !$0.isWhitespace }.map { line.index(after: $0) }
    return String(line[..<(end ?? line.startIndex)].prefix(Self.longestLine))
  }

  private func ask(
    _ messages: [ChatMessage],
    _ conversation: GuardedConversation,
    _ terminal: Terminal
  ) throws -> GuardedConversation.Answer {
    let limit = maxTokens
    let answer = try AsyncBridge.wait {
      try await conversation.answer(messages, maximumTokens: limit) { terminal.write($0) }
    }
    terminal.write("\n")
    return answer
  }

  /// Whether a line begins with a slash and a word, which a path and a fraction do not.
  private static func isCommand(_ line: String) -> Bool {
    let name = line.prefix { !$0.isWhitespace }.dropFirst()
    return line.hasPrefix("/") && !name.isEmpty && name.allSatisfy(\.isLetter)
  }

  private static func why(_ summary: GuardSummary?) -> String {
    guard let summary else { return "nothing was asked yet" }
    let rule = summary.rule.map { " because of `\($0)`" } ?? ""
    let failure = summary.failure.map { ": \($0)" } ?? ""
    return "\(summary.action.rawValue)\(rule) at the stage \(summary.stage.rawValue)\(failure); "
      + "at most \(ReportFormat.counted(summary.heldMaximum, "character")) were held at once; "
      + "request \(summary.request)"
  }
}
