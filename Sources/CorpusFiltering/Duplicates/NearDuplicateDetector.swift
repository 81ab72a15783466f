import SafetyCore
import TextViews

/// Documents that say nearly the same as one that was kept before, across all shards.
///
/// Workers sign texts by their least hashes; which document kept before is the most similar is known
/// only in input order, so a `DuplicateResolver` fills in the value. The first copy that nothing
/// else removes stays.
package struct NearDuplicateDetector: Detector {
  package typealias Subject = AnalyzedText

  /// The one rule that there is.
  static let rule = RuleID("near-duplicates/document")

  package static let descriptor = DetectorDescriptor(
    name: "near-duplicates",
    summary: "documents that share most n-grams of words with one kept before",
    rules: [
      RuleDescriptor(
        rule.rawValue,
        category: .duplicate,
        quantity: .share,
        summary: "n-grams in common with the most similar document kept before, estimated",
        source: "MinHash (Broder, 1997) with datatrove's defaults"
      )
    ],
    settings: [
      SettingDescriptor(
        "ngram",
        .integer(1...MinimumHashes.longestNGram),
        default: .integer(5),
        summary: "words of an n-gram; texts of fewer words are no copies"
      ),
      SettingDescriptor(
        "buckets",
        .integer(1...128),
        default: .integer(14),
        summary: "documents that share one of so many buckets are compared"
      ),
      SettingDescriptor(
        "hashes",
        .integer(1...32),
        default: .integer(8),
        summary: "least hashes that must agree for a bucket to be shared"
      ),
      SettingDescriptor(
        "memory_mb",
        .integer(1...1_048_576),
        default: .integer(1024),
        summary: "the most memory for documents to compare with, some 3,000 a MB"
      ),
      SettingDescriptor(
        "when_full",
        .choice(["continue", "stop"]),
        default: .string("continue"),
        summary: "when memory is spent: compare with what is known, and say so, or stop"
      ),
    ]
  )

  package var descriptor: DetectorDescriptor { Self.descriptor }
  private let settings: DetectorSettings

  package init(settings: DetectorSettings) { self.settings = settings }

  package func makeInspector() throws -> any Inspector<AnalyzedText> {
    NearDuplicateInspector(
      MinimumHashes(
        ngram: settings.integer("ngram") ?? 5,
        buckets: settings.integer("buckets") ?? 14,
        hashes: settings.integer("hashes") ?? 8
      )
    )
  }
}
