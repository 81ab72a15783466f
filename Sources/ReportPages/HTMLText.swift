/// Makes text safe to stand in a page, in elements and in quoted attributes alike.
package enum HTMLText {
  /// Escapes markup and replaces control characters and direction marks.
  package static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in ReportFormat.printable(text).unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// Like `escaped`, but keeps line feeds and tabs, for text that is shown as it was written.
  package static func escapedLines(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false)
        .map { escaped(String($0)) }
        .joined(separator: "\t")
    }.joined(separator: "\n")
  }

  /// A rule's name with its detector set back and a place to break the line.
  package static func rule(_ name: String) -> String {
    guard let slash = name.firstIndex(of: "/") else { return escaped(name) }
    let detector = escaped(String(name[..<slash]))
    let rest = escaped(String(name[name.index(after: slash)...]))
    return "<span class=\"pre\">\(detector)/</span><wbr>\(rest)"
  }

  /// A name of several words with places to break the line behind its underscores.
  package static func breakable(_ name: String) -> String {
    escaped(name).replacing("_", with: "_<wbr>")
  }

  /// A list of names, each with what it means, which `termLink` leads to.
  ///
  /// - Parameter terms: In their order; of a name that comes twice the first is led to.
  /// - Returns: The list.
  package static func terms(_ terms: [(name: String, meaning: String)]) -> String {
    var ids: Set<String> = []
    let rows = terms.map { name, meaning in
      let id = termID(name)
      let anchor = ids.insert(id).inserted ? " id=\"\(id)\"" : ""
      return "<div\(anchor)><dt>\(breakable(name))</dt><dd>\(escaped(meaning))</dd></div>"
    }
    return "<dl class=\"facts terms\">\n\(rows.joined(separator: "\n"))\n</dl>\n"
  }

  /// A name that leads to its line in a list of `terms` on the same page.
  package static func termLink(_ name: String) -> String {
    "<a class=\"term\" href=\"#\(termID(name))\">\(breakable(name))</a>"
  }

  private static func termID(_ name: String) -> String {
    "term-" + String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }

  /// A heading, one sentence about what is seen, and the section's body.
  package static func section(_ id: String, _ title: String, _ lead: String, _ body: String)
    -> String
  {
    """
    <section id="\(id)">
    <h2>\(escaped(title))</h2>
    <p class="lead">\(escaped(lead))</p>
    \(body)
    </section>

    """
  }

  /// A table that scrolls sideways on its own where the page is narrow.
  package static func table(_ classes: String, head: String, body: String) -> String {
    """
    <div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="\(classes)">
    <thead><tr>\(head)</tr></thead>
    \(body)
    </table></div>

    """
  }
}
