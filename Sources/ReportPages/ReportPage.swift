import SafetyCore

/// The frame of a page that reads without network and without scripts.
package struct ReportPage: Sendable {
  package var title: String
  /// Sections that a link may lead to, by their ids, in the order of the links.
  package var links: [(id: String, name: String)]
  /// What stands above the links, in HTML.
  package var head: String
  /// What stands below them, in HTML.
  package var sections: String
  /// In HTML.
  package var footer: String

  package init(
    title: String,
    links: [(id: String, name: String)],
    head: String,
    sections: String,
    footer: String
  ) {
    self.title = title
    self.links = links
    self.head = head
    self.sections = sections
    self.footer = footer
  }

  /// The whole page; links to sections that are not there are left out.
  package var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(contentPolicy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <link rel="icon" href="data:,">
    <title>\(HTMLText.escaped(title))</title>
    <style>\(ReportStyle.sheet)</style>
    </head>
    <body>
    <main>
    \(head)\(navigation)
    \(sections)</main>
    <footer>\(footer)</footer>
    </body>
    </html>

    """
  }

  /// Nothing may load or run; the one style sheet is named by its digest.
  private var contentPolicy: String {
    let digest = Base64.encode(Digest.sha256(ReportStyle.sheet.utf8).bytes)
    return "default-src 'none'; style-src 'sha256-\(digest)'; img-src data:; "
      + "base-uri 'none'; form-action 'none'"
  }

  private var navigation: String {
    let shown = links.filter { sections.contains("<section id=\"\($0.id)\">") }
      .map { "<a href=\"#\($0.id)\">\(HTMLText.escaped($0.name))</a>" }
    return "<nav aria-label=\"Sections\">\(shown.joined(separator: " "))</nav>"
  }
}
