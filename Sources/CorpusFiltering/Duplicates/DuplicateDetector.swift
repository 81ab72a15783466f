import SafetyCore
import TextViews

/// Exact repeats of documents and paragraphs that were kept before, across all shards.
///
/// Workers compute fingerprints; whether one was seen before is known only in input order, so a
/// `DuplicateResolver` fills in the values. The first copy that nothing else removes stays.
package struct DuplicateDetector: Detector {
  package typealias Subject = AnalyzedText

  /// Rules in the order of their slots.
  enum Rule: Int {
    case document
    case paragraphs
  }

  package static let descriptor = DetectorDescriptor(
    name: "duplicates",
    summary: "documents and paragraphs that repeat what was kept before",
    rules: [
      RuleDescriptor(
        "duplicates/document",
        category: .duplicate,
        quantity: .flag,
        summary: "the document repeats an earlier one but for case and white space",
        source: "exact hash, as in dolma and data-prep-kit"
      ),
      RuleDescriptor(
        "duplicates/paragraphs",
        category: .duplicate,
        quantity: .share,
        summary: "bytes in lines that repeat earlier ones",
        source: "exact hash by line, as in dolma",
        hasSpans: true
      ),
    ],
    settings: [
      SettingDescriptor(
        "memory_mb",
        .integer(1...65_536),
        default: .integer(64),
        summary: "the most memory for fingerprints, 100,000 a MB; later ones are not remembered"
      ),
      SettingDescriptor(
        "paragraph_bytes",
        .integer(16...1_048_576),
        default: .integer(100),
        summary: "shorter lines are no paragraphs"
      ),
    ]
  )

  package var descriptor: DetectorDescriptor { Self.descriptor }
  private let paragraphBytes: Int

  package init(settings: DetectorSettings) {
    paragraphBytes = settings.integer("paragraph_bytes") ?? 100
  }

  package func makeInspector() throws -> any Inspector<AnalyzedText> {
    DuplicateInspector(paragraphBytes: paragraphBytes)
  }
}
