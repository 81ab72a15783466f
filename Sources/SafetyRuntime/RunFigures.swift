import AuditLog
import CorpusFiltering
import SafetyCore
import StrictJSON

/// What a run came to, in a few figures.
package struct RunFigures: Sendable, Hashable {
  package var run: String
  package var totals = OutcomeTotals()
  /// How many documents failed each rule; rules that none failed are left out.
  package var failedRules: [String: Int] = [:]
  /// What a finished run wrote beside its reports; empty where its report does not say.
  private(set) var outputs: [ResultFile] = []

  static let reportName = "report.json"

  /// The figures of a run's books.
  package init(run: String, _ statistics: RunStatistics) {
    self.run = run
    totals = statistics.totals
    for (rule, counts) in zip(statistics.table.rules, statistics.ruleCounts)
    where counts.failed > 0 {
      failedRules[rule.id.rawValue] = counts.failed
    }
  }

  /// The figures of a finished run, from the report in its folder of results.
  ///
  /// - Throws: `output/foreign` where the file is no report of the filter's.
  init(in folder: String) throws {
    let file = "\(folder)/\(Self.reportName)"
    let limit = 256 << 20
    let value = try JSONValue(
      parsing: SafeFile.read(file, limit: limit).bytes,
      file: file,
      limits: JSONLimits(bytes: limit, depth: 32)
    )
    let fields = try JSONFields(value, file: file, code: "output/foreign")
    guard try fields.string("format") == FilterReport.format else {
      throw fields.problem("format", "is not that of a filter's report")
    }
    run = try fields.required("run", fields.string("run"))
    let counts = try fields.required("totals", fields.object("totals"))
    for (name, total) in Self.counted {
      let count = try counts.required(name, counts.integer(name, 0...Int.max))
      totals[keyPath: total] = count
    }
    for rule in try fields.objects("rules") ?? [] {
      let name = try rule.required("rule", rule.string("rule"))
      let failed = try rule.required("failed", rule.integer("failed", 0...Int.max))
      if failed > 0 { failedRules[name] = failed }
    }
    outputs = try (fields.objects("outputs") ?? []).map { output in
      ResultFile(
        name: try output.required("name", output.string("name")),
        size: try output.required("size", output.integer("size", 0...Int.max))
      )
    }
  }

  /// Whether a run of this identity has the run's name, but for a suffix.
  func isRun(of identity: Digest) -> Bool { run.hasPrefix(Self.name(of: identity)) }

  /// The name that a run's identity gives it, before a suffix sets it apart from equal ones.
  static func name(of identity: Digest) -> String { String(identity.hex.prefix(16)) }

  private static var counted: [(String, WritableKeyPath<OutcomeTotals, Int>)] {
    [
      ("documents", \.documents), ("kept", \.kept), ("removed", \.removed),
      ("withheld", \.withheld), ("redacted", \.redacted), ("quarantined", \.quarantined),
    ]
  }
}
