import SafetyCore
import TextViews

/// A detector made of heuristic rules alone.
package struct HeuristicDetector: Detector {
  package typealias Subject = AnalyzedText
  package let descriptor: DetectorDescriptor
  private let rules: [HeuristicRule]

  init(_ descriptor: DetectorDescriptor, rules: [HeuristicRule]) {
    self.descriptor = descriptor
    self.rules = rules
  }

  package func makeInspector() throws -> any Inspector<AnalyzedText> {
    HeuristicInspector(rules: rules)
  }
}

private final class HeuristicInspector: Inspector {
  private let rules: [HeuristicRule]

  init(rules: [HeuristicRule]) { self.rules = rules }

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    let measures = subject.measures
    for (index, rule) in rules.enumerated() {
      inspection.record(index, rule.value(measures))
    }
  }
}
