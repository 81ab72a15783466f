import CorpusFiltering
import ReportPages
import SafetyCore
import SafetyRuntime
import TerminalOutput

/// Shows how a mixture goes and what came of it.
struct MixView {
  let display: DisplayOptions
  let output: String
  let isDryRun: Bool

  /// What stands behind the progress bar.
  func facts(_ progress: MixtureProgress) -> [String] {
    [progress.step.rawValue, "\(TextTable.grouped(progress.documents)) docs"]
  }

  /// Says what is not read.
  func note(_ ignored: IgnoredInputs) {
    let phrase = ignored.phrase()
    if !display.quiet, !phrase.isEmpty { GemmaSafety.note("left out: \(phrase)") }
  }

  func show(_ result: MixtureSession.Result, of session: MixtureSession) {
    display.show(
      text: { text(result, unit: session.unit) },
      json: { MixtureReport(session, result.mixture, run: result.run).value }
    )
    if result.mixture.isScaled, !display.quiet {
      GemmaSafety.note("the sources hold less than the recipe asks for: the mixture is smaller")
    }
  }

  /// Shows that `--resume` found a mixture complete.
  func show(_ mixture: FinishedMixture) {
    display.show(text: { "" }, json: { mixture.report })
    if !display.quiet {
      GemmaSafety.note("nothing to resume: the mixture in \(output) is complete")
    }
  }

  private func text(_ result: MixtureSession.Result, unit: MixtureRecipe.Unit) -> String {
    let mixture = result.mixture
    var lines = table(mixture, unit: unit).lines()
    lines[0] = display.terminal.bold(lines[0])
    let heldOut = mixture.sources.reduce(0) { $0 + $1.supply.heldOut.documents }
    var facts = TextTable()
    if heldOut > 0 { facts.add("set aside", "\(TextTable.grouped(heldOut)) documents") }
    if mixture.quarantinedCount > 0 {
      facts.add("quarantined", TextTable.grouped(mixture.quarantinedCount))
      for row in mixture.quarantine.sorted {
        facts.add("  " + row.code, TextTable.grouped(row.count))
      }
    }
    let more = facts.lines()
    if !more.isEmpty { lines += [""] + more }
    if let run = result.run {
      let files = mixture.files.count == 1 ? "1 file" : "\(mixture.files.count) files"
      lines += [
        "", "mixture  \(output)/\(MixtureRun.trainFolder)", "report   \(output)/report.json",
        "run      \(run), \(files) in \(ReportFormat.seconds(result.seconds))",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func table(_ mixture: MixtureResult, unit: MixtureRecipe.Unit) -> TextTable {
    let totals = mixture.totals
    var table = TextTable()
    table.add(
      "source",
      "\(unit.rawValue)",
      "asked",
      "taken",
      "epochs",
      "asked share",
      "share",
      "documents"
    )
    for source in mixture.sources {
      table.add(
        source.name,
        TextTable.grouped(source.supply.open[unit]),
        TextTable.grouped(source.asked),
        TextTable.grouped(source.taken),
        Self.hundredths(source.taken, of: source.supply.open[unit]),
        TextTable.percent(source.asked, of: totals.asked),
        TextTable.percent(source.taken, of: totals.taken),
        TextTable.grouped(source.documents)
      )
    }
    table.add(
      "all",
      TextTable.grouped(mixture.sources.reduce(0) { $0 + $1.supply.open[unit] }),
      TextTable.grouped(totals.asked),
      TextTable.grouped(totals.taken),
      "",
      "",
      "",
      TextTable.grouped(mixture.sources.reduce(0) { $0 + $1.documents })
    )
    return table
  }

  /// How often a source's text is in, such as `1.25`.
  private static func hundredths(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let number = Int((Double(part) * 100 / Double(whole)).rounded())
    return "\(number / 100).\(number % 100 < 10 ? "0" : "")\(number % 100)"
  }
}
