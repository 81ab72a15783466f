import ArgumentParser
import CorpusFiltering
import Diagnostics
import Glibc
import SafetyRuntime
import TerminalOutput

struct MixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mix",
    abstract:
      "Make a training mixture out of cleaned corpora, in proportions that a recipe states.",
    discussion: """
      A recipe (YAML) names sources, such as the kept/ of filter runs, and how much of each goes in: \
      by weight, by amount or by passes, counted in documents, bytes or tokens. The mixture is \
      shuffled; the same recipe and inputs give the same files.

      Examples:
        gemma-safety mix recipe.yaml --dry-run
        gemma-safety mix recipe.yaml -o mixture
        gemma-safety mix recipe.yaml -o mixture --resume
        gemma-safety mix recipe.yaml -o mixture --overwrite --json

      Exit codes: 0 done, 2 failed (or, with --strict, something went to quarantine), \
      130 interrupted.
      """
  )

  @Argument(help: "The recipe; paths in it begin at its folder.") var recipe: String
  @Option(name: [.short, .long], help: "The folder of the results.") var output = "mixture"
  @OptionGroup var common: CorpusRunOptions
  @Flag(help: "Finish an interrupted mixture; make one where there is none.") var resume = false
  @Flag(help: "Remove an earlier mixture; its audit log stays.") var overwrite = false
  @Flag(help: "Measure and plan, and write nothing.") var dryRun = false
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard !(resume && overwrite) else {
      throw ValidationError("--resume finishes a mixture and --overwrite starts over: give one")
    }
  }

  func run() throws {
    var code = ExitCode.success
    try GemmaSafety.reporting { code = try mix() }
    if code != .success { throw code }
  }

  private func mix() throws -> ExitCode {
    FreedMemory.returnLargeBlocks()
    let interruption = InterruptSignal.catchInterrupts()
    let view = MixView(display: display, output: output, isDryRun: dryRun)
    let bar = ProgressBar(Terminal(STDERR_FILENO, colour: display.colour))
    do {
      let session = try MixtureSession(try request(), interruption: interruption)
      view.note(session.ignored)
      let outcome = try session.run { progress in
        guard !display.quiet else { return }
        bar.update(progress.fraction) { _ in view.facts(progress) }
      }
      bar.finish()
      switch outcome {
      case .mixed(let result):
        view.show(result, of: session)
        return common.code(quarantined: result.mixture.quarantinedCount)
      case .wasComplete(let mixture):
        view.show(mixture)
        return common.code(quarantined: mixture.quarantined)
      }
    } catch is CancellationError {
      bar.finish()
      if !display.quiet { GemmaSafety.note("interrupted; this run leaves nothing behind") }
      return ExitCode(130)
    }
  }

  private func request() throws -> MixtureRequest {
    var request = try MixtureRequest(
      recipe: recipe,
      output: output,
      version: GemmaSafety.version,
      clock: Clock.now
    )
    request.audit = common.auditPath
    request.auditSigner = try common.auditKey.signer()
    request.workers = common.workerCount
    request.resumes = resume
    request.overwrites = overwrite
    request.isDryRun = dryRun
    return request
  }
}
