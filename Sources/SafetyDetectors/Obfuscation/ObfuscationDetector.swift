import SafetyCore
import TextViews

/// Measures how much of a text is written to be read by people and missed by filters.
package struct ObfuscationDetector: Detector {
  package static let descriptor = DetectorDescriptor(
    name: "obfuscation",
    summary: "words in disguise and invisible characters out of place",
    rules: [
      RuleDescriptor(
        "obfuscation/words",
        category: .obfuscation,
        quantity: .share,
        summary: "share of words in mixed scripts, styled letters, leet or squeezed spelling",
        source: "Unicode Technical Standard 39",
        hasSpans: true
      ),
      RuleDescriptor(
        "obfuscation/invisible",
        category: .obfuscation,
        quantity: .count,
        summary: "invisible characters that no orthography, flag or emoji asks for",
        source: "Unicode Technical Standard 39",
        hasSpans: true
      ),
    ]
  )

  package var descriptor: DetectorDescriptor { Self.descriptor }
  private let index: PhraseIndex?

  /// Builds the table of the lists' terms.
  ///
  /// - Parameters:
  ///   - settings: None are known.
  ///   - lexicons: Lists whose terms count as disguised where only another reading finds them.
  package init(settings: DetectorSettings, lexicons: [Lexicon] = []) {
    let lists = lexicons.map { lexicon in
      Lexicon(file: lexicon.file, terms: lexicon.terms.filter { $0.category != .context })
    }
    index = lists.contains { !$0.terms.isEmpty } ? LexiconTable(lists).index : nil
  }

  package func makeInspector() throws -> any Inspector<AnalyzedText> {
    ObfuscationInspector(index)
  }
}
