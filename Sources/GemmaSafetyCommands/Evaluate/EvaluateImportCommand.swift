import ArgumentParser
import Diagnostics
import ReportPages
import SafetyCore
import SafetyEvaluation
import SafetyRuntime
import TerminalOutput

struct EvaluateImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take figures of lm-eval or Inspect into the log, as evidence with their harness.",
    discussion: """
      Reads the results file of lm-evaluation-harness and logs of Inspect, `.eval` or JSON. Refused are runs that \
      did not succeed, were invalidated, came from uncommitted changes, are incomplete or left samples \
      without a score, and limited ones unless told otherwise. Figures that are no number are left out and \
      named. The time that the file says it was made at is recorded with every figure; one to come is \
      refused.

      Examples:
        gemma-safety evaluate import results_2026-01-31.json --audit evidence.sqlite
        gemma-safety evaluate import log.eval --name kettle_task=kettles --dry-run
      """
  )
  @Argument(help: "The file.") var file: String
  @Option(
    name: .customLong("run"),
    help: "The name of the run; made of the file's digest without it."
  )
  var runName: String?
  @OptionGroup var log: GuardLogOption
  @Flag(help: "Take figures of part of a set, and record so.") var allowLimited = false
  @Option(help: "The model's digest, as `model inspect` prints it: no harness knows it.")
  var modelSha256: String?
  @Option(help: "Record a task under a benchmark's id, as task=id; may be repeated.")
  var name: [String] = []
  @Flag(help: "Read and check, write nothing.") var dryRun = false
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard let runName else { return }
    let isName =
      1...256 ~= runName.utf8.count && !runName.allSatisfy(\.isWhitespace)
      && runName.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    guard isName else {
      throw ValidationError("--run must be a name of 1 to 256 bytes in one line")
    }
  }

  func run() throws {
    try GemmaSafety.reporting {
      let read = try HarnessFile(path: file)
      let run = runName ?? "import-\(read.sha256.hex.prefix(12))"
      let results = try ImportedResults(
        parsing: read.json,
        file: file,
        run: run,
        now: UTCTime.seconds(Clock.now()) ?? 0,
        options: try options()
      )
      if !dryRun {
        try EvaluationImporter(audit: log.path, clock: Clock.now).append(
          results,
          run: run,
          fileSHA256: read.sha256
        )
      }
      display.show(text: { text(results, run) }, json: { json(results, run) })
    }
  }

  private func options() throws -> ImportedResults.Options {
    var options = ImportedResults.Options(allowsLimit: allowLimited)
    if let modelSha256 {
      guard let digest = Digest(hex: modelSha256) else {
        throw Diagnostic("usage/digest", "--model-sha256 is not 64 hexadecimal digits")
      }
      options.modelSHA256 = digest
    }
    for pair in name {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw Diagnostic(
          "usage/name",
          "--name is not task=id",
          hint: "such as --name arc_easy=arc-easy"
        )
      }
      options.names[String(parts[0])] = String(parts[1])
    }
    return options
  }

  private func text(_ results: ImportedResults, _ run: String) -> String {
    var table = TextTable(leading: 2)
    table.add("benchmark", "metric", "value", "items")
    for metric in results.metrics {
      table.add(metric.benchmark, metric.metric, metric.value, TextTable.grouped(metric.count))
    }
    var lines = table.lines() + [""]
    if !results.undefined.isEmpty {
      lines.append("left out, being no number: " + results.undefined.joined(separator: ", "))
    }
    if let time = results.metrics.first?.measured { lines.append("measured at \(time)") }
    let fate = dryRun ? "not recorded" : "recorded as run \(run) in \(log.path)"
    lines.append("\(results.harness), \(fate)")
    return lines.map(ReportFormat.printable).joined(separator: "\n") + "\n"
  }

  private func json(_ results: ImportedResults, _ run: String) -> CanonicalValue {
    [
      "format": "gemma-safety.evaluation-import/1", "run": .string(run),
      "source": .string(results.format.rawValue), "harness": .string(results.harness),
      "recorded": .boolean(!dryRun),
      "undefined": .array(results.undefined.map { .string($0) }),
      "metrics": .array(results.metrics.map { .object($0.members) }),
    ]
  }
}
