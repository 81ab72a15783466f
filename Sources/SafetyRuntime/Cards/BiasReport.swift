import AuditLog
import CorpusFiltering
import Diagnostics
import SafetyCore
import StrictJSON

/// The bias audit of a filter run, read from its `report.json` and held against the log.
enum BiasReport {
  private static let counts = [
    "mentions", "mentions_removed", "mentions_removed_as_toxic", "others", "others_removed",
    "others_removed_as_toxic",
  ]

  /// The records of a report whose run and totals the log confirms.
  ///
  /// - Throws: `card/report` for another file, and a report of another run or of other totals.
  static func records(_ file: String, _ log: AuditLog) throws -> [BiasRecord] {
    let bytes = try SafeFile.read(file, limit: 256 << 20, code: CardFolder.unreadable).bytes
    let value = try JSONValue(
      parsing: bytes,
      file: file,
      limits: JSONLimits(bytes: 256 << 20, depth: 32)
    )
    let fields = try JSONFields(value, file: file, code: "card/report")
    try checkFormat(fields)
    let run = try fields.required("run", fields.string("run"))
    try checkTotals(fields, of: run, log)
    guard let audit = try fields.object("bias_audit"), let groups = try audit.objects("groups")
    else { return [] }
    return try groups.map { group in
      BiasRecord(
        run: run,
        rule: try group.required("rule", group.string("rule")),
        counts: Dictionary(
          uniqueKeysWithValues: try counts.map {
            ($0, try group.required($0, group.integer($0, 0...Int.max)))
          }
        )
      )
    }
  }

  /// Refuses a report whose run has not ended in the log, or not with these totals.
  private static func checkTotals(_ fields: JSONFields, of run: String, _ log: AuditLog) throws {
    let totals = try fields.required("totals", fields.object("totals"))
    var end: RunEnd?
    try log.events(of: run, kind: RunEnd.kind) { end = try $0.decode() }
    guard let end else {
      throw fields.problem("run", "is no finished run of the log \(log.path)")
    }
    let documents = try totals.integer("documents", 0...Int.max)
    let kept = try totals.integer("kept", 0...Int.max)
    guard kept == end.totals.kept, documents == end.totals.read - end.totals.quarantined else {
      throw fields.problem("totals", "are not those of the run in the log")
    }
  }

  /// Refuses every file but the report of a filter run, naming what it is.
  private static func checkFormat(_ fields: JSONFields) throws {
    let format = try fields.string("format")
    let what: String
    switch format {
    case FilterReport.format: return
    case MixtureReport.format: what = "is the report of a mixture"
    case WhatIfReport.format: what = "is what another policy would do"
    case let other?: what = "is of the format `\(other.prefix(60))`"
    case nil: what = "says no `format`"
    }
    let hint =
      format == MixtureReport.format
      ? "the card of a mixture is made of its audit.sqlite alone: leave --report out"
      : "`gemma-safety filter` writes one as report.json into the folder of its results"
    throw Diagnostic(
      fields.code,
      "the file \(what), and --report takes that of a filter run, `\(FilterReport.format)`",
      at: .init(file: fields.file),
      hint: hint
    )
  }
}
