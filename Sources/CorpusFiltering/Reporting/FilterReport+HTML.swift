import ReportPages
import SafetyCore

extension FilterReport {
  /// `report.html`: one file that reads without network and without scripts.
  package func html() -> String {
    let sections =
      ReportFunnel(report: self).html
      + ReportRules(report: self).html
      + ReportCascade(report: self).html
      + ReportBiasAudit(report: self).html
      + ReportRuleCards(report: self).html
      + ReportOverlap(report: self).html
      + ReportCorpus(report: self).html
      + ReportReproduce(report: self).html
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Self.contentPolicy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <link rel="icon" href="data:,">
      <title>Filter report · \(HTMLText.escaped(context.runID))</title>
      <style>\(ReportStyle.sheet)</style>
      </head>
      <body>
      <main>
      \(ReportOverview(report: self).html)\(Self.navigation(over: sections))
      \(sections)</main>
      <footer>gemma-safety \(HTMLText.escaped(context.toolVersion)) · the same figures stand in \
      <code>report.json</code></footer>
      </body>
      </html>

      """
  }

  /// Nothing may load or run; the one style sheet is named by its digest.
  private static var contentPolicy: String {
    let digest = Base64Text.encode(Digest.sha256(ReportStyle.sheet.utf8).bytes)
    return "default-src 'none'; style-src 'sha256-\(digest)'; img-src data:; "
      + "base-uri 'none'; form-action 'none'"
  }

  private static func navigation(over sections: String) -> String {
    let names = [
      ("funnel", "Funnel"), ("categories", "Categories"), ("rules", "Rules"),
      ("cascade", "Toxicity cascade"), ("bias", "Bias audit"), ("values", "Values"),
      ("overlap", "Overlap"),
      ("lengths", "Lengths"), ("languages", "Languages"), ("personal-data", "Personal data"),
      ("duplicates", "Duplicates"), ("quarantine", "Quarantine"), ("inputs", "Inputs"),
      ("reproduce", "Reproduce"),
    ]
    let links = names.filter { sections.contains("<section id=\"\($0.0)\">") }
      .map { "<a href=\"#\($0.0)\">\($0.1)</a>" }
    return "<nav aria-label=\"Sections\">\(links.joined(separator: " "))</nav>"
  }
}
