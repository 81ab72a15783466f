import CorpusFiltering
import Diagnostics
import ReportPages
import TerminalOutput

/// Says on standard error which records could not be read: the first ones, then how many more.
struct UnreadRecords {
  private static let shown = 10
  private let quiet: Bool
  /// Where the input broke off, if it did.
  private var end: QuarantineEntry?
  private(set) var count = 0

  init(quiet: Bool) { self.quiet = quiet }

  mutating func add(_ entry: QuarantineEntry) {
    guard !entry.endsInput else {
      end = entry
      return
    }
    count += 1
    guard !quiet, count <= Self.shown else { return }
    let line = entry.line.map { ":\($0)" } ?? ""
    GemmaSafety.note(
      "unread[\(entry.code)]: \(entry.message)\n"
        + "  at \(ReportFormat.printable(entry.shard))\(line)"
    )
  }

  /// Sums up.
  ///
  /// - Parameter fate: What became of the records, such as `left out of the output`.
  /// - Throws: What the input broke off for.
  func finish(_ fate: String) throws {
    if !quiet, count > 0 {
      let records = count == 1 ? "1 record" : "\(TextTable.grouped(count)) records"
      GemmaSafety.note("\(records) could not be read: \(fate)")
    }
    guard let end else { return }
    throw Diagnostic(
      Diagnostic.Code(rawValue: end.code),
      "the rest of the input could not be read: \(end.message)",
      at: .init(file: ReportFormat.printable(end.shard), line: end.line)
    )
  }
}
