/// The YAML between two lines `---` at the top of a Markdown file.
package enum FrontMatter {
  /// Divides a file; the front matter is nil where there is none, the body is as it stands in the file.
  package static func split(_ text: String) -> (yaml: String?, body: String) {
    let lines = text.lineFeedLines
    let bare = lines.map(\.withoutReturn)
    guard bare.first == "---", let end = bare.dropFirst().firstIndex(of: "---") else {
      return (nil, text)
    }
    let body = end + 1 < lines.count ? String(text[lines[end + 1].startIndex...]) : ""
    return (bare[1..<end].joined(separator: "\n"), body)
  }
}

extension StringProtocol where SubSequence == Substring {
  /// The lines between line feeds; the line feed of `\r\n` ends one as well, whose `\r` is left.
  ///
  /// Other characters that break lines, such as U+2028, are a person's and part of their line.
  var lineFeedLines: [Substring] {
    self[...].utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { Substring($0) }
  }
}

extension Substring {
  /// A line without the `\r` that some editors put at its end.
  var withoutReturn: Substring { last == "\r" ? dropLast() : self }
}
