import ArgumentParser
import CorpusFiltering
import Diagnostics
import Glibc
import SafetyCore
import SafetyPolicy
import SafetyRuntime
import TerminalOutput

struct FilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter",
    abstract: "Clean a corpus and record why each document went.",
    discussion: """
      Results go to a folder: kept/, removed/ and quarantine/ mirror the input's shards; report.html \
      and report.json say what was done and why; audit.sqlite records every decision.

      Examples:
        gemma-safety filter corpus/ -o filtered
        gemma-safety filter corpus/ -o filtered --resume
        gemma-safety filter corpus/ --policy fineweb --dry-run --sample 0.01
        gemma-safety filter --what-if gopher-paper --from filtered

      Exit codes: 0 done, 2 failed (or, with --strict, something went to quarantine), \
      130 interrupted.
      """
  )

  @Argument(help: "Files and folders, - for standard input; plain, gzip or zstd.")
  var paths: [String] = []
  @Option(name: [.short, .long], help: "The folder of the results.") var output = "filtered"
  @Option(help: Setting.corpusPolicy.help("A policy file or the name of a recipe."))
  var policy: String?
  @OptionGroup var common: CorpusRunOptions

  @Option(help: "A list of weighted terms beside the policy's; may be repeated.")
  var lexicon: [String] = []
  @Option(help: "The share of documents that the toxicity cascade audits, from 0 to 1.")
  var auditSample: Double?

  @Option(help: Setting.data.help("The folder of the benchmarks that `contamination` looks for."))
  var data: String?

  @OptionGroup(title: "Input") var input: FilterInputOptions
  @OptionGroup(title: "Results") var results: FilterResultOptions

  @Flag(help: "Go on with an interrupted run; start one where there is none.") var resume = false
  @Flag(help: "Remove the results of an earlier run; its audit log stays.") var overwrite = false
  @Flag(help: "Decide on everything and write nothing.") var dryRun = false
  @Option(help: "Look at this share of the documents only, from 0 to 1.") var sample = 1.0
  @Option(name: .customLong("what-if"), help: "Decide a finished run again under this policy.")
  var whatIf: String?
  @Option(help: "The results that --what-if starts from.") var from: String?
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard sample > 0, sample <= 1 else {
      throw ValidationError("--sample must be over 0, at most 1")
    }
    if let auditSample, !(0...1).contains(auditSample) {
      throw ValidationError("--audit-sample must be from 0 to 1")
    }
    guard !(resume && overwrite) else {
      throw ValidationError("--resume goes on with a run and --overwrite starts over: give one")
    }
    if whatIf != nil {
      guard from != nil, paths.isEmpty else {
        throw ValidationError("--what-if needs --from RESULTS and no other paths")
      }
      guard !asksForARun else {
        throw ValidationError(
          "--what-if reads no text: beside --from it takes --lexicon, --audit-sample, --data and --json"
        )
      }
    } else {
      guard from == nil else { throw ValidationError("--from belongs to --what-if") }
      guard !paths.isEmpty else { throw ValidationError("name the files or folders to filter") }
    }
  }

  /// Whether there are options that only a run can follow.
  private var asksForARun: Bool {
    policy != nil || sample != 1 || output != "filtered" || resume || overwrite || dryRun
      || !common.areEmpty || !input.areEmpty || !results.areEmpty
  }

  func run() throws {
    var code = ExitCode.success
    try GemmaSafety.reporting {
      if let whatIf, let from {
        let policy = try load(whatIf)
        try WhatIfView(display).show(policy: policy, results: from)
      } else {
        code = try filter()
      }
    }
    if code != .success { throw code }
  }

  private func load(_ policy: String?) throws -> CorpusPolicy {
    try PolicyCommand.load(policy, lexicons: lexicon, auditSample: auditSample, data: data)
  }

  private func filter() throws -> ExitCode {
    FreedMemory.returnLargeBlocks()
    let interruption = InterruptSignal.catchInterrupts()
    let view = FilterView(
      display: display,
      output: output,
      isDryRun: dryRun,
      textField: input.textField
    )
    let session: FilterSession
    let loading = LoadingBar(isShown: !display.quiet, colour: display.colour)
    do {
      defer { loading.finish() }
      let detectors = DetectorCatalog { part, name in
        try interruption.check()
        loading.update(part, reading: name)
      }
      session = try FilterSession(try request(detectors), interruption: interruption)
    } catch is CancellationError {
      if !display.quiet { GemmaSafety.note("interrupted before the run began") }
      return ExitCode(130)
    }
    view.note(session.contamination, seconds: loading.elapsed)
    view.note(session.ignored)
    switch try run(session, view) {
    case .wasComplete(let run):
      view.show(run, ignored: session.ignored)
      return common.code(quarantined: run.totals.quarantined)
    case .ran(let result):
      view.show(result)
      return result.isInterrupted
        ? ExitCode(130) : common.code(quarantined: result.statistics.totals.quarantined)
    }
  }

  private func run(_ session: FilterSession, _ view: FilterView) throws -> FilterSession.Outcome {
    let bar = ProgressBar(Terminal(STDERR_FILENO, colour: display.colour))
    let total = Double(max(1, session.inputBytes))
    let outcome = try session.run { progress in
      guard !display.quiet else { return }
      bar.update(Double(progress.inputBytes) / total) { view.facts(progress, seconds: $0) }
    }
    bar.finish()
    return outcome
  }

  private func request(_ detectors: DetectorCatalog) throws -> FilterRequest {
    let policy = policy ?? Settings.current[.corpusPolicy]
    var request = FilterRequest(
      paths: paths,
      output: output,
      policy: try load(policy),
      detectors: detectors,
      version: GemmaSafety.version,
      clock: Clock.now
    )
    request.policyArgument = policy
    request.lexicons = lexicon
    request.auditSample = auditSample
    request.benchmarkData = data
    request.audit = common.auditPath
    request.auditSigner = try common.auditKey.signer()
    request.workers = common.workerCount
    request.sample = sample
    request.resumes = resume
    request.overwrites = overwrite
    request.isDryRun = dryRun
    try input.apply(to: &request)
    try results.apply(to: &request)
    return request
  }
}
