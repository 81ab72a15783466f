import CorpusFiltering
import Glibc
import SafetyPolicy
import SafetyRuntime
import TerminalOutput

/// Decides a finished run again and shows the difference.
struct WhatIfView {
  private let display: DisplayOptions

  init(_ display: DisplayOptions) { self.display = display }

  func show(policy: CorpusPolicy, results: String) throws {
    let report = try WhatIfSession.compare(results: results, with: policy)
    let terminal = Terminal(STDOUT_FILENO, colour: display.colour)
    terminal.write(display.json ? String(decoding: report.json(), as: UTF8.self) : report.text())
  }
}
