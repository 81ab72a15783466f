import SafetyCore
import SafetyDetectors
import TextViews

/// What one detector says of one text.
struct DetectorRun {
  var values: [String: Double] = [:]
  /// The evidence of each rule, as text.
  var evidence: [String: [String]] = [:]
  var tags: [String: String] = [:]

  init(_ detector: some Detector, _ text: String, url: String? = nil) throws {
    guard let inspector = try detector.makeInspector() as? any Inspector<AnalyzedText> else {
      return
    }
    let count = text.utf8.count
    let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: 64)
    let rules = detector.descriptor.rules
    try bytes.withUnsafeBytes { buffer in
      let analyzed = AnalyzedText(words: .whitespace)
      analyzed.analyze(UnsafeRawBufferPointer(rebasing: buffer[0..<count]), url: url)
      var inspection = Inspection(ruleCount: rules.count)
      // Twice, so that a leftover of the first pass would show.
      for _ in 0..<2 {
        inspection.reset()
        try inspector.inspect(analyzed, into: &inspection)
      }
      for (rule, value) in zip(rules, inspection.values) { values[rule.id.rawValue] = value }
      tags = inspection.tags
      for span in inspection.spans {
        let found = String(decoding: bytes[span.range], as: UTF8.self)
        evidence[rules[span.rule].id.rawValue, default: []].append(found)
      }
    }
  }

  subscript(_ rule: String) -> Double { values[rule] ?? .nan }
}
