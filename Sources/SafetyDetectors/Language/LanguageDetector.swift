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

/// Names the language of one document after another.
final class LanguageInspector: Inspector {
  private let keep: Set<String>
  private var sample: LanguageSample
  /// Swift strings of the static ones that the detector hands out.
  private var names: [UnsafePointer<CChar>: String] = [:]

  init(_ detector: LanguageDetector) {
    keep = detector.keep
    sample = LanguageSample(limit: detector.sampleBytes)
  }

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    sample.fill(from: subject.bytes)
    let found = sample.bytes.withUnsafeBytes {
      gsk_detect_languages($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    // a text too short or of no language leaves the rule unrecorded: unknown
    guard let first = found.codes.0 else { return inspection.tag("language", "und") }
    inspection.tag("language", name(first))
    var percent = 0
    for (code, share) in [
      (found.codes.0, found.percents.0), (found.codes.1, found.percents.1),
      (found.codes.2, found.percents.2),
    ] {
      if let code, keep.contains(name(code)) { percent += Int(share) }
    }
    inspection.record(0, Double(min(percent, 100)) / 100)
  }

  private func name(_ code: UnsafePointer<CChar>) -> String {
    if let name = names[code] { return name }
    let name = String(cString: code)
    names[code] = name
    return name
  }
}
