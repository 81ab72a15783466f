import CorpusFiltering
import TerminalOutput

extension FilterView {
  /// How many documents have near duplicates, and which one the most.
  func copies(_ statistics: RunStatistics) -> [String] {
    guard let copies = statistics.copies else { return [] }
    var table = TextTable()
    table.add("documents compared with", TextTable.grouped(copies.remembered))
    table.add("of these with copies", TextTable.grouped(copies.count))
    if let largest = copies.largest.first {
      table.add("most copies of one", TextTable.grouped(largest.copies))
    }
    if copies.forgotten > 0 {
      table.add("kept without room", TextTable.grouped(copies.forgotten))
    }
    return ["", display.terminal.bold("near duplicates")] + table.lines(indent: 2)
  }

  /// Says so where memory was spent before all documents could be compared.
  func noteForgotten(_ statistics: RunStatistics) {
    guard !display.quiet, let forgotten = statistics.copies?.forgotten, forgotten > 0 else {
      return
    }
    GemmaSafety.note(
      "near duplicates of \(TextTable.grouped(forgotten)) documents were not looked for: there was "
        + "no room for them; raise `memory_mb` of near-duplicates"
    )
  }
}
