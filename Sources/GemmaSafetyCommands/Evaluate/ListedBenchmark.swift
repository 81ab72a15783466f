import ReportPages
import SafetyEvaluation
import TerminalOutput

/// One benchmark as `evaluate list` shows it.
struct ListedBenchmark {
  let benchmark: BenchmarkDescription
  let presence: BenchmarkPresence
  private let folder: String

  init(_ benchmark: BenchmarkDescription, _ presence: BenchmarkPresence, _ folder: String) {
    self.benchmark = benchmark
    self.presence = presence
    self.folder = folder
  }

  private var metrics: String { benchmark.metrics.map(\.name).joined(separator: ", ") }

  var row: [String] {
    let shown = benchmark.metrics.prefix(2).map(\.name).joined(separator: ", ")
    let more = benchmark.metrics.count > 2 ? ", …" : ""
    return [
      benchmark.id, benchmark.area.rawValue, shown + more, benchmark.licence,
      presence.source == nil ? "missing" : "present",
    ]
  }

  /// All that is known of it, a line each.
  func paragraph(_ terminal: Terminal) -> String {
    var table = TextTable(leading: 2)
    table.add("measures", benchmark.measures)
    table.add("area", ([benchmark.area.rawValue] + benchmark.suites).joined(separator: ", "))
    table.add("protocol", benchmark.method.name)
    table.add("metrics", metrics)
    table.add("licence", benchmark.licence)
    table.add("citation", benchmark.citation)
    table.add("source", benchmark.url)
    for path in presence.paths.prefix(4) { table.add("present", "\(folder)/\(path)") }
    if presence.paths.count > 4 { table.add("", "and \(presence.paths.count - 4) more") }
    for path in presence.missing { table.add("missing", "\(folder)/\(path)") }
    if let notes = benchmark.notes { table.add("note", notes) }
    return terminal.bold("\(benchmark.id)  \(benchmark.title)") + "\n"
      + table.lines(indent: 2).joined(separator: "\n") + "\n"
  }

  var json: ReportValue {
    .object([
      "id": .string(benchmark.id), "title": .string(benchmark.title),
      "measures": .string(benchmark.measures), "area": .string(benchmark.area.rawValue),
      "suites": .strings(benchmark.suites), "protocol": .string(benchmark.method.name),
      "metrics": .strings(benchmark.metrics.map(\.name)),
      "licence": .string(benchmark.licence), "citation": .string(benchmark.citation),
      "source": .string(benchmark.url), "present": .boolean(presence.source != nil),
      "files": .strings(presence.paths.map { "\(folder)/\($0)" }),
      "missing": .strings(presence.missing.map { "\(folder)/\($0)" }),
      "description_sha256": .string(benchmark.sha256.hex),
    ])
  }
}
