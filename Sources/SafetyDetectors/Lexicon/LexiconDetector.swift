import SafetyCore
import TextViews

/// Scores a document by weighted terms; density and context decide, never one term alone.
package struct LexiconDetector: Detector {
  package static let descriptor = DetectorDescriptor(
    name: "lexicon",
    summary: "weighted terms of toxic and hazardous subjects, by density and context",
    rules: LexiconCategory.scored.map { category in
      RuleDescriptor(
        "lexicon/\(category.ruleName)",
        category: category.category,
        severity: category == .childSafety ? .critical : .sensitive,
        quantity: .score,
        summary:
          "density of weighted terms on \(category.rawValue.split(separator: "_").joined(separator: " "))",
        source: "classifiers/lexicons",
        hasSpans: true
      )
    },
    settings: [
      SettingDescriptor(
        "files",
        .files,
        default: .strings([]),
        summary: "lists of the user's own: term, tab, weight, tab, category"
      ),
      SettingDescriptor(
        "category",
        .choice(LexiconCategory.allCases.map(\.rawValue)),
        default: .string(LexiconCategory.toxicity.rawValue),
        summary: "what terms in those files without a category speak of"
      ),
      SettingDescriptor(
        "shipped",
        .boolean,
        default: .boolean(true),
        summary: "whether the lists that come with the program are used too"
      ),
    ]
  )

  package var descriptor: DetectorDescriptor { Self.descriptor }
  private let table: LexiconTable

  /// Builds the table of all terms; tens of milliseconds for 20,000.
  ///
  /// - Parameters:
  ///   - settings: `files` and `shipped` are for the caller, who reads the lists.
  ///   - lexicons: All lists to look for, parsed.
  package init(settings: DetectorSettings, lexicons: [Lexicon]) {
    table = LexiconTable(lexicons)
  }

  package func makeInspector() throws -> any Inspector<AnalyzedText> {
    LexiconInspector(table)
  }
}
