import AuditLog
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
  /// - Throws: `card/report` for a report of another run or of other totals.
  static func records(_ file: String, _ log: AuditLog) throws -> [BiasRecord] {
    let bytes = try SafeFile.read(file, limit: 256 << 20, code: CardFolder.unreadable).bytes
    let value = try JSONValue(
      parsing: bytes,
      file: file,
      limits: JSONLimits(bytes: 256 << 20, depth: 32)
    )
    let fields = try JSONFields(value, file: file, code: "card/report")
    let run = try fields.required("run", fields.string("run"))
    let totals = try fields.required("totals", fields.object("totals"))
    var end: RunEnd?
    try log.events(of: run, kind: RunEnd.kind) { end = try $0.decode() }
    guard let end else {
      throw fields.problem("run", "is no finished run of the log \(log.path)")
    }
    let whole = 0...Int.max
    let documents = try totals.integer("documents", whole)
    let kept = try totals.integer("kept", whole)
    guard kept == end.totals.kept, documents == end.totals.read - end.totals.quarantined else {
      throw fields.problem("totals", "are not those of the run in the log")
    }
    guard let audit = try fields.object("bias_audit"), let groups = try audit.objects("groups")
    else { return [] }
    return try groups.map { group in
      BiasRecord(
        run: run,
        rule: try group.required("rule", group.string("rule")),
        counts: Dictionary(
          uniqueKeysWithValues: try counts.map {
            ($0, try group.required($0, group.integer($0, whole)))
          }
        )
      )
    }
  }
}
