import SafetyCore
import TextViews

/// Items of benchmarks in documents: what a model must not have read before it is asked.
package struct ContaminationDetector: Detector {
  package typealias Subject = AnalyzedText

  /// Rules in the order of their slots.
  enum Rule: Int {
    case item
    case share
  }

  package static let descriptor = DetectorDescriptor(
    name: "contamination",
    summary: "items of benchmarks, by n-grams of words",
    rules: [
      RuleDescriptor(
        "contamination/benchmark-item",
        category: .contamination,
        quantity: .count,
        summary: "items of benchmarks that the document holds",
        source: "Brown et al. 2020, appendix C: n-grams of 13 words",
        hasSpans: true
      ),
      RuleDescriptor(
        "contamination/item-share",
        category: .contamination,
        quantity: .share,
        summary: "the greatest share of one item's n-grams that the document holds",
        source: "Chowdhery et al. 2022, section 8: 70% of the n-grams of 8 words"
      ),
    ],
    settings: searchSettings + sourceSettings
  )

  private static let searchSettings = [
    SettingDescriptor(
      "ngram",
      .integer(4...64),
      default: .integer(13),
      summary: "words of an n-gram; 8, 12 and 13 are usual"
    ),
    SettingDescriptor(
      "short_words",
      .integer(4...64),
      default: .integer(8),
      summary: "a question shorter than an n-gram is looked for whole from so many words on"
    ),
    SettingDescriptor(
      "max_items",
      .integer(1...1_000_000),
      default: .integer(10),
      summary: "an n-gram in more items of one benchmark is evidence of none of them"
    ),
    SettingDescriptor(
      "min_ngrams",
      .integer(1...1_000_000),
      default: .integer(1),
      summary: "n-grams of an item that a document must hold, or all where it has fewer"
    ),
    SettingDescriptor(
      "min_share",
      .number(0...1),
      default: .number(0),
      summary: "the share of an item's n-grams that a document must hold"
    ),
  ]

  private static let sourceSettings = [
    SettingDescriptor(
      "benchmarks",
      .names,
      default: .strings(["all"]),
      summary: "all, or benchmarks, suites and areas as in `evaluate run --suite`"
    ),
    SettingDescriptor(
      "except",
      .names,
      default: .strings([]),
      summary: "benchmarks, suites and areas to leave out"
    ),
    SettingDescriptor(
      "files",
      .files,
      default: .strings([]),
      summary: "files of own items, JSON lines (.jsonl) or a text a line"
    ),
    SettingDescriptor(
      "data",
      .file,
      default: nil,
      summary: "the folder of the benchmarks' files, unless --data names it"
    ),
    SettingDescriptor(
      "descriptions",
      .file,
      default: nil,
      summary: "a folder of descriptions in place of the shipped ones"
    ),
  ]

  package var descriptor: DetectorDescriptor { Self.descriptor }
  package let index: ContaminationIndex

  /// - Parameter index: What is looked for; its caller has read it.
  package init(index: ContaminationIndex) { self.index = index }

  package func makeInspector() throws -> any Inspector<AnalyzedText> {
    ContaminationInspector(index)
  }
}
