/// The YAML between two lines `---` at the top of a Markdown file.
package enum FrontMatter {
  /// Divides a file; the front matter is nil where there is none.
  package static func split(_ text: String) -> (yaml: String?, body: String) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      return (nil, text)
    }
    return (
      lines[1..<end].joined(separator: "\n"), lines[(end + 1)...].joined(separator: "\n")
    )
  }
}
