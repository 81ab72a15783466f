import ArgumentParser
import Diagnostics
import SafetyEvaluation
import SafetyRuntime
import TerminalOutput

struct EvaluateRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run benchmarks on a model, with every outcome in the audit log.",
    discussion: """
      All files are read and checked before the first question is asked. A run that was stopped goes \
      on with --resume exactly where it was. No question or answer is printed or logged.

      Examples:
        gemma-safety evaluate run --suite gemma-safety --model gemma-3-1b-it
        gemma-safety evaluate run --suite bbq --suite gap --limit 500 --seed 7
        gemma-safety evaluate run --suite fairness --resume --audit evaluation.sqlite
        gemma-safety evaluate run --suite refusal --policy default \\
          --model gemma-3-1b-it
        gemma-safety evaluate run --suite refusal --upstream http://127.0.0.1:8000 \\
          --upstream-model NAME
        gemma-safety evaluate run --suite judged --judge-url http://127.0.0.1:8001 \\
          --judge-model NAME
        gemma-safety evaluate run --suite toxicity --seeds 5
        gemma-safety evaluate run --suite refusal --policy default --run guarded

      Exit codes: 0 done, 2 failed or files are missing, 64 wrong usage, 130 interrupted.
      """
  )

  @Option(help: "An area, a suite or a benchmark of `evaluate list`; may be repeated.")
  var suite: [String] = []
  @OptionGroup var options: EvaluateOptions
  @Option(
    help: Setting.model.help(
      "A folder with config.json and weights, a .gguf file, or a shipped model's name."
    ),
    completion: .file()
  )
  var model: String?
  @OptionGroup(title: "A server elsewhere") var upstream: UpstreamArguments
  @Option(
    help: "Put this guard policy in front of the model: a file, or a shipped one such as default.",
    completion: .file()
  )
  var policy: String?
  @Option(
    help: Setting.classifier.help(
      "Scores generations, and is what benchmarks of classifiers measure."
    )
  )
  var classifier: String?
  @OptionGroup(title: "A judge of answers") var judge: JudgeArguments
  @Option(
    help: "Append every answer to this file, as JSON lines; nothing else holds their texts.",
    completion: .file()
  )
  var answers: String?
  @Option(help: Setting.precision.help("Keep weights as stored, or in float32, q8 or q4."))
  var precision: ModelPrecision?
  @Option(help: Setting.threads.help("Threads; they change no result."))
  var threads: Int?
  @Option(help: "Draw about so many items of each benchmark; clusters stay whole.")
  var limit: Int?
  @Option(help: "The seed of the draw, of sampled answers and of bootstrap intervals.")
  var seed = 0
  @Option(
    help: "Run so many seeds from --seed on, each a run of its own, and tell figures over all."
  )
  var seeds = 1
  @Option(
    name: .customLong("run"),
    help: "The run's name in the log, for `evaluate compare` and `report`; else one is made up."
  )
  var runName: String?
  @Flag(help: "Go on with the unfinished run of the same request.") var resume = false
  @Flag(help: "Pass over benchmarks of a suite whose files are not there.")
  var skipMissing = false
  @OptionGroup var log: GuardLogOption
  @OptionGroup var key: AuditKeyOption
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    try upstream.check()
    try judge.check()
    guard model == nil || upstream.upstream == nil else {
      throw ValidationError("--model and --upstream name two models; give one of them")
    }
    guard !suite.isEmpty else {
      throw ValidationError("name what to run, such as --suite fairness; `evaluate list` tells")
    }
    guard limit.map({ $0 >= 1 }) ?? true else {
      throw ValidationError("--limit must be 1 or more")
    }
    guard 0...Int(Int32.max) ~= seed else {
      throw ValidationError("--seed must be 0 or more and below 2147483648")
    }
    guard runName.map(Self.isName) ?? true else {
      throw ValidationError(
        "--run must be 1 to 64 letters, digits, `-`, `_` or `.`, beginning with a letter or digit"
      )
    }
    guard 1...1_000 ~= seeds else { throw ValidationError("--seeds must be from 1 to 1000") }
    guard threads.map({ 1...256 ~= $0 }) ?? true else {
      throw ValidationError("--threads must be from 1 to 256")
    }
  }

  private static func isName(_ name: String) -> Bool {
    name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]{0,63}/) != nil
  }

  func run() throws {
    var code = ExitCode.success
    try GemmaSafety.reporting { code = try evaluate() }
    if code != .success { throw code }
  }

  private func evaluate() throws -> ExitCode {
    let interruption = InterruptSignal.catchInterrupts()
    let series = try EvaluationSeries(try request(), library: try options.library())
    note(whatIsPassedOver: series.sessions[0])
    let bar = EvaluationProgressBar(isShown: !display.quiet)
    let outcome = try AsyncBridge.wait {
      defer { bar.finish() }
      return try await series.run(interruption: interruption) { bar.update($0) }
    }
    if resume, !display.quiet, outcome.outcomes.allSatisfy(\.isNew) {
      GemmaSafety.note(
        "\(log.path) held no run of just this request, data and model: a new one was begun"
      )
    }
    guard outcome.isComplete else {
      GemmaSafety.note(
        "interrupted; --resume goes on with run \(outcome.outcomes.last?.run ?? "")"
      )
      return ExitCode(130)
    }
    if outcome.outcomes.contains(where: { !$0.results.isEmpty }) {
      show(EvaluationSeriesView(outcome, series: series))
    }
    guard outcome.problems.isEmpty else { throw Diagnostics(outcome.problems) }
    return .success
  }

  private func show(_ view: EvaluationSeriesView) {
    if display.json {
      display.terminal.write(String(decoding: view.json.json, as: UTF8.self))
    } else if !display.quiet {
      display.terminal.write(view.text(display.terminal, audit: log.path))
    }
  }

  private func note(whatIsPassedOver session: EvaluationSession) {
    guard !display.quiet else { return }
    for benchmark in session.passedOver {
      GemmaSafety.note("passed over \(benchmark.id): \(words(benchmark.reason))")
    }
  }

  private func words(_ reason: PassedOverBenchmark.Reason) -> String {
    switch reason {
    case .missingFiles: "its files are not in \(options.folder)"
    case .noProbabilities:
      policy == nil
        ? "a server elsewhere gives no probabilities"
        : "a policy changes nothing about probabilities"
    case .notJudgeable: "it asks a judge what a ShieldGemma cannot tell"
    }
  }

  private func request() throws -> EvaluationRequest {
    var request = EvaluationRequest(
      suites: suite,
      data: options.folder,
      threads: Settings.current.count(.threads, given: threads),
      audit: log.path,
      version: GemmaSafety.version,
      clock: Clock.now
    )
    request.model = model ?? (upstream.upstream == nil ? Settings.current[.model] : nil)
    request.upstream = try upstream.endpoint()
    request.policy = policy
    request.classifier = Setting.classifier.value(given: classifier)
    request.judge = judge.judge
    request.judgeEndpoint = try judge.endpoint()
    request.answers = answers
    request.precision = ModelOptions.precision(given: precision)
    request.limit = limit
    request.seed = seed
    request.seeds = seeds
    request.run = runName
    request.resumes = resume
    request.programSHA256 = ExecutableDigest.current()
    request.skipsMissing = skipMissing
    request.auditSigner = try key.signer()
    return request
  }
}
