import CorpusFiltering
import ReportPages
import SafetyEvaluation
import SafetyRuntime
import TerminalOutput

/// What an evaluation found, as tables and as JSON.
struct ClassifyEvaluationView {
  let evaluation: ClassifierEvaluation
  let plan: ClassifyPlan
  let unread: Int

  init(_ evaluation: ClassifierEvaluation, plan: ClassifyPlan, unread: Int) {
    self.evaluation = evaluation
    self.plan = plan
    self.unread = unread
  }

  func text(_ terminal: Terminal) -> String {
    let name = plan.classifier.classifier.name
    let noun = evaluation.textCount == 1 ? "text" : "texts"
    var lines = [
      "\(terminal.bold(name)) on \(TextTable.grouped(evaluation.textCount)) \(noun), "
        + "sha256:\(plan.classifier.digest.hex)",
      "", terminal.bold("all sources"),
    ]
    lines += metrics(source: nil) + ["", terminal.bold("flagged or passed")] + confusion
    for source in evaluation.sourceNames {
      let rows = metrics(source: source)
      if rows.count > 1 {
        lines += ["", terminal.bold(ReportFormat.printable(source))] + rows
      }
    }
    let groups = subgroups
    if groups.count > 1 { lines += ["", terminal.bold("groups of people mentioned")] + groups }
    return lines.joined(separator: "\n") + "\n"
  }

  private func metrics(source: String?) -> [String] {
    var table = TextTable()
    table.add("label", "texts", "positive", "ROC-AUC", "AP", "F1", "ECE")
    for (label, name) in evaluation.labels.enumerated() {
      guard let scores = evaluation.scores(of: label, source: source) else { continue }
      table.add(
        name,
        TextTable.grouped(scores.count),
        TextTable.grouped(scores.positives),
        Self.figure(scores.rocAUC),
        Self.figure(scores.averagePrecision),
        Self.figure(scores.confusion(threshold: plan.thresholds[label]).f1),
        Self.figure(scores.calibrationError())
      )
    }
    return table.lines(indent: 2)
  }

  private var confusion: [String] {
    var table = TextTable()
    table.add(
      "label",
      "threshold",
      "hits",
      "false alarms",
      "missed",
      "rightly passed",
      "precision",
      "recall",
      "false alarm rate"
    )
    for (label, name) in evaluation.labels.enumerated() {
      guard let scores = evaluation.scores(of: label) else { continue }
      let counts = scores.confusion(threshold: plan.thresholds[label])
      table.add(
        name,
        ReportFormat.value(plan.thresholds[label]),
        TextTable.grouped(counts.truePositives),
        TextTable.grouped(counts.falsePositives),
        TextTable.grouped(counts.falseNegatives),
        TextTable.grouped(counts.trueNegatives),
        Self.figure(counts.precision),
        Self.figure(counts.recall),
        Self.figure(counts.falsePositiveRate)
      )
    }
    return table.lines(indent: 2)
  }

  private var subgroups: [String] {
    var table = TextTable(leading: 2)
    table.add("group", "label", "texts", "subgroup AUC", "BPSN AUC", "BNSP AUC")
    for group in evaluation.groupNames {
      for (label, name) in evaluation.labels.enumerated() {
        guard let found = evaluation.subgroup(of: label, group: group), found.count > 0 else {
          continue
        }
        table.add(
          ReportFormat.printable(group),
          name,
          TextTable.grouped(found.count),
          Self.figure(found.subgroup),
          Self.figure(found.bpsn),
          Self.figure(found.bnsp)
        )
      }
    }
    return table.lines(indent: 2)
  }

  /// Four digits; a dash where nobody can know.
  private static func figure(_ value: Double?) -> String {
    value.map { ReportFormat.decimal($0, 4) } ?? "–"
  }
}
