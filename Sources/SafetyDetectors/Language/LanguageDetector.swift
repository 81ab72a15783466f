import CLanguageDetection
import Diagnostics
import SafetyCore
import TextViews

/// Names the language of a document from a bounded sample of it (Compact Language Detector 2).
package struct LanguageDetector: Detector {
  package static let descriptor = DetectorDescriptor(
    name: "language",
    summary: "the language of a document, and the share of it in languages to keep",
    rules: [
      RuleDescriptor(
        "language/kept-share",
        category: .language,
        quantity: .share,
        summary: "share of the sample that is in one of the languages of `keep`",
        source: "Compact Language Detector 2"
      )
    ],
    settings: [
      SettingDescriptor(
        "keep",
        .strings,
        default: .strings(["en"]),
        summary: "ISO 639 codes of the languages to keep, such as [en, de, zh]"
      ),
      SettingDescriptor(
        "sample_bytes",
        .integer(64...1_048_576),
        default: .integer(360),
        summary: "how much of a document is looked at, from its beginning, middle and end"
      ),
    ]
  )

  package var descriptor: DetectorDescriptor { Self.descriptor }
  let keep: Set<String>
  let sampleBytes: Int

  /// - Throws: `language/unknown` for a code that the detector never names.
  package init(settings: DetectorSettings) throws {
    keep = Set(settings.strings("keep") ?? ["en"])
    sampleBytes = settings.integer("sample_bytes") ?? 360
    for code in keep.sorted() where !gsk_is_known_language(code) {
      throw Diagnostic(
        "language/unknown",
        "no language is known by the code `\(code)`",
        hint: "`keep` takes ISO 639 codes such as en, de or zh"
      )
    }
  }

  package func makeInspector() throws -> any Inspector<AnalyzedText> { LanguageInspector(self) }
}
