import SafetyCore
import TextViews

import CorpusFiltering

/// Values of heuristic rules for a text, measured from the bytes on as a run does.
struct HeuristicProbe {
  private let detectors: [any Detector<AnalyzedText>]
  private let inspectors: [any Inspector<AnalyzedText>]
  private let table: RuleTable
  private let subject: AnalyzedText

  init(_ detectors: [any Detector<AnalyzedText>], words: WordDefinition = .whitespace) throws {
    self.detectors = detectors
    inspectors = try detectors.map { try $0.makeInspector() }
    table = RuleTable(detectors.map(\.descriptor))
    subject = AnalyzedText(words: words)
  }

  /// By rule id; a rule that recorded nothing is NaN.
  func values(of text: String) throws -> [String: Double] {
    let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: 64)
    var inspection = Inspection(ruleCount: table.rules.count)
    try bytes.withUnsafeBytes { buffer in
      subject.analyze(UnsafeRawBufferPointer(rebasing: buffer.dropLast(64)))
      for (inspector, first) in zip(inspectors, table.firstSlots) {
        inspection.beginDetector(firstRule: first)
        try inspector.inspect(subject, into: &inspection)
      }
    }
    let names = table.rules.map(\.id.rawValue)
    return Dictionary(uniqueKeysWithValues: zip(names, inspection.values))
  }

  /// The value of one rule of the first detector.
  func value(_ rule: String, _ text: String) throws -> Double {
    try values(of: text)["\(table.detectors[0].name)/\(rule)"] ?? .nan
  }
}
