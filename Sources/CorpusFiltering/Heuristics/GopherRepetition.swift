import SafetyCore
import TextViews

/// The repetition rules of the Gopher paper (table A1), as datatrove 0.10.1 computes them.
///
/// Values are shares of the text's scalars, or of its lines and paragraphs. The top n-gram counts
/// overlapping copies, so its share can pass 1. An empty text has the value 0 everywhere.
package enum GopherRepetition {
  private static let family = HeuristicFamily(
    detector: "gopher-repetition",
    category: .repetition,
    source: "Gopher (arXiv:2112.11446), table A1; datatrove 0.10.1"
  )

  package static let descriptor = DetectorDescriptor(
    name: family.detector,
    summary: "repeated lines, paragraphs and n-grams",
    rules: rules.map(\.descriptor)
  )

  package static let detector = HeuristicDetector(descriptor, rules: rules)

  private static let rules: [HeuristicRule] =
    [
      family.rule("duplicate-lines", .share, "lines seen before") {
        HeuristicRule.share($0.duplicateLineCount, of: $0.lineCount)
      },
      family.rule("duplicate-line-characters", .share, "characters in lines seen before") {
        HeuristicRule.share($0.duplicateLineScalars, of: $0.scalarCount)
      },
      family.rule("duplicate-paragraphs", .share, "paragraphs seen before") {
        HeuristicRule.share($0.duplicateParagraphCount, of: $0.paragraphCount)
      },
      family.rule("duplicate-paragraph-characters", .share, "characters in paragraphs seen before")
      {
        HeuristicRule.share($0.duplicateParagraphScalars, of: $0.scalarCount)
      },
    ]
    + (2...4).map { n in
      family.rule(
        "top-\(n)-gram",
        .share,
        "characters of the most frequent \(n)-gram",
        domain: 0...1e6
      ) {
        HeuristicRule.share($0.topNGramScalars[n - 2], of: $0.scalarCount)
      }
    }
    + (5...10).map { n in
      family.rule("duplicate-\(n)-grams", .share, "characters in repeated \(n)-grams") {
        HeuristicRule.share($0.duplicateNGramScalars[n - 5], of: $0.scalarCount)
      }
    }
}
