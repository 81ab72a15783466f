import CorpusFiltering
import ReportPages
import TerminalOutput

/// Says on standard error which records could not be read: the first ones, then how many more.
struct UnreadRecords {
  private static let shown = 10
  private let quiet: Bool
  private(set) var count = 0

  init(quiet: Bool) { self.quiet = quiet }

  mutating func add(_ entry: QuarantineEntry) {
    count += 1
    guard !quiet, count <= Self.shown else { return }
    let line = entry.line.map { ":\($0)" } ?? ""
    GemmaSafety.note(
      "unread[\(entry.code)]: \(entry.message)\n"
        + "  at \(ReportFormat.printable(entry.shard))\(line)"
    )
  }

  /// Sums up.
  func finish() {
    guard !quiet, count > 0 else { return }
    let records = count == 1 ? "1 record" : "\(TextTable.grouped(count)) records"
    GemmaSafety.note("\(records) could not be read and have no line in the output")
  }
}
