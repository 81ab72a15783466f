import ArgumentParser
import Diagnostics
import ModelCards
import ReportPages
import SafetyCore
import SafetyRuntime

struct CardGenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Make a card and its machine-readable forms from the audit log.",
    discussion: """
      Into the output folder go README.md for Hugging Face with .eval_results/ and plots/, the \
      card as one HTML page, card.evidence.json with the proofs, Model Card Toolkit JSON, \
      CycloneDX 1.6 and 1.7, SPDX 3.0.1 and the EU documentation form. What a person wrote into \
      README.md outside the program's blocks stays; an edited block stops the run with the \
      difference, exit code 1. Drawings and results of an earlier card that the new one has not \
      are removed. Given a model or a report, the log gets an event of what was read, once.

      Examples:
        gemma-safety card generate --audit audit.sqlite --model models/my-model
        gemma-safety card generate --audit audit.sqlite --audit-key audit.key -o new
        gemma-safety card generate --evidence model-card/card.evidence.json \\
          --templates mine/ --out again
        gemma-safety card generate --folder corpus-card --out dataset-card \\
          --audit filtered/audit.sqlite --report filtered/report.json
        gemma-safety card generate --folder mixture-card --out dataset-card \\
          --audit mixture/audit.sqlite
      """
  )
  @Option(help: Setting.cardFolder.help("The folder with card.yaml and the sections."))
  var folder: String?
  @Option(help: "The kind of card, where it is not that of card.yaml: model or dataset.")
  var kind: CardSettings.Kind?
  @OptionGroup var log: AuditLogOption
  @Option(help: "Make the card from this card.evidence.json instead of a log.")
  var evidence: String?
  @OptionGroup var key: AuditKeyOption
  @Option(
    help: """
      The model's files, as NAME=PATH or PATH, of which the last part is the name; may be repeated. \
      The name is that of the figures, which `evaluate run` takes from the path too.
      """
  )
  var model: [String] = []
  @Option(help: "report.json of a filter run, for its bias audit.") var report: String?
  @Option(name: .customLong("run"), help: "This filter run or mixture; may be repeated.")
  var runs: [String] = []
  @Option(help: "A folder with templates of your own.") var templates: String?
  @Option(name: .shortAndLong, help: "Where the card is put.") var out = "model-card"
  @Flag(help: "Lay README.md out anew, whatever was written into it.") var fresh = false
  @Flag(help: "Say what would be written, and write nothing, not even to the log.")
  var dryRun = false
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard evidence == nil || (model.isEmpty && report == nil && runs.isEmpty && key.path == nil)
    else {
      throw ValidationError(
        "--evidence takes the place of --model, --report, --run and --audit-key"
      )
    }
  }

  func run() throws {
    var code = ExitCode.success
    try GemmaSafety.reporting {
      do {
        let generator = try CardGenerator(request(), clock: Clock.now)
        let remains = generator.remains
        if !dryRun { try generator.write(over: remains) }
        for note in generator.notes + remains.notes where !display.quiet {
          GemmaSafety.note("note: \(ReportFormat.printable(note))")
        }
        display.show(
          text: { CardView.text(generator, remains, out: out, dryRun: dryRun) },
          json: { CardView.json(generator, remains, out: out, dryRun: dryRun) }
        )
      } catch let problem as Diagnostic where problem.code == "card/edited-block" {
        GemmaSafety.note(problem.description)
        code = ExitCode(1)
      }
    }
    if code != .success { throw code }
  }

  private func request() throws -> CardRequest {
    let folder = CardFolder(Setting.cardFolder.value(given: folder))
    var request = CardRequest(folder: folder, audit: log.path, out: out)
    request.kind = kind
    request.evidence = evidence
    request.signer = try dryRun ? nil : key.signer()
    request.models = model.map(Self.model)
    request.report = report
    request.runs = runs
    request.templates = templates
    request.isFresh = fresh
    request.isDryRun = dryRun
    return request
  }

  /// `NAME=PATH`, or a path that is named after its last part.
  private static func model(_ text: String) -> CardRequest.Model {
    if let sign = text.firstIndex(of: "="), !text[..<sign].contains("/") {
      return .init(name: String(text[..<sign]), path: String(text[text.index(after: sign)...]))
    }
    let name = text.split(separator: "/").last.map(String.init) ?? text
    return .init(name: name, path: text)
  }
}
