/// Breaks a text into lines of a width.
enum WrappedText {
  /// Between words where it can be, else within them; at least one line, none longer than the width.
  static func lines(of text: String, width: Int) -> [String] {
    guard text.count > width, width > 0 else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      var rest = word[...]
      if !line.isEmpty, line.count + 1 + rest.count > width {
        lines.append(line)
        line = ""
      }
      while rest.count > width {
        lines.append(String(rest.prefix(width)))
        rest = rest.dropFirst(width)
      }
      line += line.isEmpty ? String(rest) : " " + rest
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
