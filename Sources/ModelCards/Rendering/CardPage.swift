import ReportPages
import SafetyCore
import SafetyEvaluation

extension CardDocument {
  /// `model-card.html`: one file that asks the network for nothing.
  ///
  /// - Throws: `card/template` where the template lost a block that holds evidence.
  package func page(_ template: CardTemplate) throws -> String {
    var auto: [String: String] = [:]
    for block in blocks { auto[block.id] = HTMLBlocks.html(block) }
    var human: [String: String] = [:]
    for id in CardSectionName.ids(source.settings.kind) {
      human[id] = SectionHTML.html(displayed(id))
    }
    var values = values.mapValues { HTMLText.escaped($0) }
    values["style"] = ReportStyle.sheet + CardStyle.sheet
    values["policy"] = Self.contentPolicy
    values["summary"] = summary
    values["meanings"] = meanings
    let page = template.render(values, ["auto": auto, "human": human])
    try check(blocks.filter(\.hasEvidence), auto, in: page)
    return page
  }

  private static let contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

  /// The line under the title.
  private var summary: String {
    var facts: [String] = []
    if let version = source.settings[.version] { facts.append("version \(version)") }
    if let license = source.settings[.license] { facts.append(license) }
    facts.append(contents)
    let signers = source.signers.isEmpty ? "not signed" : "signed by \(source.signers[0])"
    facts.append("log of \(ShareText.count(source.checkpoint.size)) events, \(signers)")
    return HTMLText.escaped(facts.joined(separator: " · "))
  }

  /// What the names of the card's figures mean; nil where none has an explanation.
  private var meanings: String? {
    let entries = MetricGlossary.entries(
      of: source.metrics.map { (metric: $0.body.metric, benchmark: $0.body.benchmark) }
    )
    return entries.isEmpty ? nil : HTMLText.terms(entries.map { ($0.name, $0.meaning) })
  }

  /// How much there is, of what the card is about.
  private var contents: String {
    guard source.settings.kind == .dataset else {
      return "\(ShareText.count(source.metrics.count)) figures with evidence"
    }
    if let mixture = source.mixture {
      return "\(ShareText.count(mixture.sum(\.documents))) documents of "
        + ReportFormat.counted(mixture.sources.count, "source")
    }
    guard let run = source.filterRuns.last else { return "no filter run on record" }
    return
      "\(ShareText.count(run.totals.kept)) documents, of \(ShareText.count(run.documentsRead)) read"
  }
}

/// What a card needs beside the style of all pages.
enum CardStyle {
  static let sheet = """

    main > p, section > p, section > ul, section > ol, section > blockquote, section > h4 {
      max-width: 72ch; }
    h3 { margin-top: 36px; }
    figure { margin: 24px 0 8px; max-width: 760px; overflow-x: auto; background:
      linear-gradient(to right, var(--paper) 12px, transparent) left / 32px 100% no-repeat local,
      linear-gradient(to left, var(--paper) 12px, transparent) right / 32px 100% no-repeat local,
      linear-gradient(to right, var(--line), transparent) left / 14px calc(100% - 4px) no-repeat,
      linear-gradient(to left, var(--bar), transparent) right / 14px calc(100% - 4px) no-repeat; }
    figure svg { display: block; height: auto; min-width: 600px; }
    sup.ev { color: var(--soft); font-size: 10px; font-weight: 400; line-height: 0;
      white-space: nowrap; }
    .figures { margin: 12px 0 20px; font-size: 14px; }
    .figures th:first-child { min-width: 110px; }
    .figures .n { white-space: normal; }
    .ci, .figures td[data-name="Model"] { white-space: nowrap; }
    .figures th:not(:last-child), .figures td:not(:last-child) { padding-right: 12px; }
    .scroll { margin-bottom: 8px; }
    pre code { font-size: 13px; }
    @media print {
      .figures { font-size: 12px; }
      figure { overflow: visible; background: none; }
    }
    @media (max-width: 640px) {
      .figures tr { grid-template-columns: repeat(2, minmax(0, 1fr)); }
      .figures th, .figures td { overflow-wrap: anywhere; }
      .figures td:not(.n) { white-space: normal; }
      .figures td.n { text-align: left; }
      .figures td:only-of-type { grid-column: 1 / -1; }
      .figures td:empty { display: none; }
    }

    """
}
