import SafetyCore
import TextViews

/// The quality rules of the Gopher paper, appendix A, as datatrove 0.10.1 computes them.
///
/// Variants of Dolma are settings. A text without words or lines has the value 0 everywhere.
package enum GopherQuality {
  private static let family = HeuristicFamily(
    detector: "gopher-quality",
    category: .quality,
    source: "Gopher (arXiv:2112.11446), appendix A; datatrove 0.10.1"
  )

  package static let descriptor = DetectorDescriptor(
    name: family.detector,
    summary: "length, symbols, bullets, ellipses, letters and stop words",
    rules: rules([:]).map(\.descriptor),
    settings: [
      SettingDescriptor(
        "word_length",
        .choice(["mean", "median"]),
        default: .string("mean"),
        summary: "the average of the word length rule; Dolma takes the median"
      ),
      SettingDescriptor(
        "stop_words",
        .choice(["distinct", "occurrences"]),
        default: .string("distinct"),
        summary: "count different stop words, or every occurrence as Dolma does"
      ),
      SettingDescriptor(
        "symbols",
        .choice(["occurrences", "words"]),
        default: .string("occurrences"),
        summary: "count hash signs, or words that hold a symbol as Dolma does"
      ),
    ]
  )

  package static func detector(_ settings: DetectorSettings) -> HeuristicDetector {
    HeuristicDetector(descriptor, rules: rules(settings.values))
  }

  private static func rules(_ settings: [String: SettingValue]) -> [HeuristicRule] {
    let median = settings["word_length"] == .string("median")
    let occurrences = settings["stop_words"] == .string("occurrences")
    let symbolWords = settings["symbols"] == .string("words")
    return [
      family.rule("word-count", .count, "words that are more than punctuation") {
        Double($0.nonSymbolWordCount)
      },
      family.rule("mean-word-length", .length, "average length of those words in scalars") {
        median
          ? Double($0.doubledMedianWordLength) / 2
          : HeuristicRule.share($0.nonSymbolWordScalars, of: $0.nonSymbolWordCount)
      },
      family.rule("hash-ratio", .share, "hash signs a word", domain: 0...1e6) {
        HeuristicRule.share(symbolWords ? $0.symbolWordCount : $0.hashSignCount, of: $0.wordCount)
      },
      family.rule("ellipsis-ratio", .share, "ellipses a word", domain: 0...1e6) {
        HeuristicRule.share($0.ellipsisCount, of: $0.wordCount)
      },
      family.rule("bullet-lines", .share, "lines that begin with a bullet") {
        HeuristicRule.share($0.bulletLineCount, of: $0.splitLineCount)
      },
      family.rule("ellipsis-lines", .share, "lines that end with an ellipsis") {
        HeuristicRule.share($0.ellipsisLineCount, of: $0.splitLineCount)
      },
      family.rule("alphabetic-words", .share, "words with a letter") {
        HeuristicRule.share($0.alphabeticWordCount, of: $0.wordCount)
      },
      family.rule("stop-words", .count, "stop words of the Gopher list") {
        Double(occurrences ? $0.stopWordCount : $0.distinctStopWordCount)
      },
    ]
  }
}
