import CLanguageDetection
import SafetyCore
import TextViews

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
