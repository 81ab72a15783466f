import SafetyCore
import TextViews

/// The rules that FineWeb adds (Penedo and others 2024), as datatrove 0.10.1 computes them.
///
/// A text without a line that is not blank has the shares 0 and fails the first rule, as there.
package enum FineWebQuality {
  private static let family = HeuristicFamily(
    detector: "fineweb",
    category: .quality,
    source: "FineWeb (arXiv:2406.17557), section 3.6; datatrove 0.10.1"
  )

  package static let descriptor = DetectorDescriptor(
    name: family.detector,
    summary: "line ends, short lines, repeated lines and line breaks",
    rules: rules.map(\.descriptor)
  )

  package static let detector = HeuristicDetector(descriptor, rules: rules)

  private static let rules: [HeuristicRule] = [
    family.rule("terminated-lines", .share, "lines that end in terminal punctuation") {
      HeuristicRule.share($0.terminatedLineCount, of: $0.nonBlankLineCount)
    },
    family.rule("short-lines", .share, "lines of at most 30 characters") {
      HeuristicRule.share($0.shortLineCount, of: $0.nonBlankLineCount)
    },
    family.rule("duplicate-line-characters", .share, "characters in lines seen before") {
      HeuristicRule.share($0.duplicateNonBlankLineScalars, of: $0.scalarCount - $0.newlineCount)
    },
    family.rule("newlines-per-word", .share, "line breaks a word", domain: 0...1e6) {
      HeuristicRule.share($0.newlineCount, of: $0.wordCount)
    },
  ]
}
