/// The line of backticks or tildes that opens a block of code in Markdown, and what closes it.
struct CodeFence {
  private let mark: Character
  private let length: Int

  /// Nil for a line that opens no block of code.
  init?(opening line: some StringProtocol) {
    let bare = line.drop { $0 == " " }
    guard let mark = bare.first, mark == "`" || mark == "~" else { return nil }
    let info = bare.drop { $0 == mark }
    let length = bare.count - info.count
    // A pair of backticks within the line is code within a text.
    guard length >= 3, mark == "~" || !info.contains("`") else { return nil }
    self.mark = mark
    self.length = length
  }

  /// Whether a line ends the block: the same marks, no fewer, and nothing else.
  func isClosed(by line: some StringProtocol) -> Bool {
    let bare = MarkdownTable.trimmed(line)
    return bare.count >= length && bare.allSatisfy { $0 == mark }
  }
}
