import ReportPages
import SafetyCore

/// What every figure rests on, by digest.
struct EvaluationProvenance {
  let report: EvaluationReport

  var html: String {
    let parts = report.runs.map { run in
      """
      <h3>\(HTMLText.escaped(run.name))</h3>
      \(run.records.map { details(run, $0) }.joined(separator: "\n"))

      """
    }
    return HTMLText.section(
      "provenance",
      "Provenance",
      "Two figures may be compared where data and protocol are the same. Each figure is an event of "
        + "the audit log with all of this in it; “gemma-safety audit prove” shows one of them.",
      parts.joined()
    )
  }

  private func details(_ run: EvaluationReport.Run, _ record: EvaluationRecord) -> String {
    let subject = record.subject
    var facts: [(String, String)] = [
      ("model", subject.model), ("model digest", Self.short(subject.modelSHA256)),
      ("data", Self.short(subject.dataSHA256)), ("protocol", Self.short(subject.protocolSHA256)),
      ("guard policy", subject.policySHA256.map { Self.short($0) } ?? "none"),
    ]
    if let precision = subject.precision { facts.insert(("weights kept as", precision), at: 2) }
    if let judge = subject.judge { facts.append(("judge", judge)) }
    if let judge = subject.judgeSHA256 { facts.append(("judge digest", Self.short(judge))) }
    facts += [("seed", "\(subject.seed)"), ("harness", subject.harness)]
    facts.append(("limit", subject.limit.map { ReportFormat.counted($0, "item") } ?? "none"))
    if let begin = record.begin {
      facts.append(("host", begin.hostClass))
      if let program = begin.programSHA256 { facts.append(("program", Self.short(program))) }
    }
    if record.unscored > 0 { facts.append(("unscored", Self.reasons(record))) }
    facts.append(("recorded", "\(record.started) – \(record.ended)"))
    let rows = facts.map { name, value in
      "<div><dt>\(name)</dt><dd><code>\(HTMLText.escaped(value))</code></dd></div>"
    }
    return """
      <details><summary>\(HTMLText.escaped(report.title(of: record.benchmark)))</summary>
      <dl class="facts">\(rows.joined(separator: "\n"))</dl></details>
      """
  }

  private static func short(_ digest: Digest?) -> String { digest?.hex ?? "unknown" }

  private static func reasons(_ record: EvaluationRecord) -> String {
    (record.end?.unscored ?? [:]).sorted { $0.key < $1.key }
      .map { "\(ReportFormat.count($0.value)) \($0.key)" }.joined(separator: ", ")
  }
}
