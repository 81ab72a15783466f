import SafetyCore
import TextViews

/// The Gopher rules as Dolma 1.2.1 computes them in its `gopher_v2` tagger.
///
/// Every copy of a repeated line or n-gram counts, and a word counts once for each n-gram it is in.
/// A text without words or lines has the value 0 everywhere.
package struct DolmaGopher: Detector {
  package typealias Subject = AnalyzedText
  typealias Value = @Sendable (TextMeasures, DolmaMeasures) -> Double

  private static let source = "Dolma (arXiv:2402.00159); dolma 1.2.1, tagger gopher_v2"

  package static let descriptor = DetectorDescriptor(
    name: "dolma-gopher",
    summary: "the Gopher rules in Dolma's own definitions",
    rules: rules.map(\.descriptor)
  )

  package var descriptor: DetectorDescriptor { Self.descriptor }

  package init() {}

  package func makeInspector() throws -> any Inspector<AnalyzedText> {
    DolmaInspector(values: Self.rules.map(\.value))
  }

  private static let rules: [(descriptor: RuleDescriptor, value: Value)] =
    qualityRules + repetitionRules

  private static let qualityRules = [
    rule("word-count", .count, "words") { text, _ in Double(text.wordCount) },
    rule("median-word-length", .length, "median length of the words in scalars") { text, _ in
      Double(text.doubledMedianWordLength) / 2
    },
    rule("symbol-words", .share, "words that hold a hash sign or an ellipsis sign") { text, _ in
      HeuristicRule.share(text.symbolWordCount, of: text.wordCount)
    },
    rule("bullet-lines", .share, "lines that begin with an asterisk or a hyphen") { _, dolma in
      HeuristicRule.share(dolma.bulletLineCount, of: dolma.lineCount)
    },
    rule("ellipsis-lines", .share, "lines that end with an ellipsis sign") { _, dolma in
      HeuristicRule.share(dolma.ellipsisLineCount, of: dolma.lineCount)
    },
    rule("alphabetic-words", .share, "words with a letter") { text, _ in
      HeuristicRule.share(text.alphabeticWordCount, of: text.wordCount)
    },
    rule("stop-words", .count, "occurrences of stop words of the Gopher list") { text, _ in
      Double(text.stopWordCount)
    },
  ]

  private static let repetitionRules =
    [
      rule("duplicate-lines", .share, "lines that occur more than once") { _, dolma in
        HeuristicRule.share(dolma.repeatedLineCount, of: dolma.lineCount)
      },
      rule(
        "duplicate-line-characters",
        .share,
        "characters of such lines for each character of a word",
        domain: 0...1e6
      ) { _, dolma in
        HeuristicRule.share(dolma.repeatedLineScalars, of: max(1, dolma.wordScalars))
      },
    ]
    + (2...4).map { n in
      rule("top-\(n)-gram", .share, "characters of the most frequent \(n)-gram", domain: 0...1e6) {
        HeuristicRule.share($1.topNGramScalars[n - 2], of: $1.wordScalars)
      }
    }
    + (5...10).map { n in
      rule("duplicate-\(n)-grams", .share, "characters of the \(n)-grams that repeat") {
        HeuristicRule.share($1.repeatedNGramScalars[n - 5], of: $1.nGramScalars[n - 5])
      }
    }

  private static func rule(
    _ name: String,
    _ quantity: RuleDescriptor.Quantity,
    _ summary: String,
    domain: ClosedRange<Double>? = nil,
    value: @escaping Value
  ) -> (descriptor: RuleDescriptor, value: Value) {
    let repeats = name.hasPrefix("duplicate") || name.hasPrefix("top")
    let descriptor = RuleDescriptor(
      "dolma-gopher/\(name)",
      category: repeats ? .repetition : .quality,
      quantity: quantity,
      summary: summary,
      source: source,
      domain: domain
    )
    return (descriptor, value)
  }
}

private final class DolmaInspector: Inspector {
  private let values: [DolmaGopher.Value]

  init(values: [DolmaGopher.Value]) { self.values = values }

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    let (text, dolma) = (subject.measures, subject.dolmaMeasures)
    for (index, value) in values.enumerated() {
      inspection.record(index, value(text, dolma))
    }
  }
}
