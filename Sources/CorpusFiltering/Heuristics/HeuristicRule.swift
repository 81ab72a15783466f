import SafetyCore
import TextViews

/// One quality rule: what it measures and the formula that turns counts into its value.
package struct HeuristicRule: Sendable {
  package let descriptor: RuleDescriptor
  /// Total for every text, also the empty one; never NaN.
  package let value: @Sendable (TextMeasures) -> Double

  package init(_ descriptor: RuleDescriptor, value: @escaping @Sendable (TextMeasures) -> Double) {
    self.descriptor = descriptor
    self.value = value
  }

  /// `part / whole`, and `empty` where there is no whole to divide by.
  package static func share(_ part: Int, of whole: Int, empty: Double = 0) -> Double {
    whole > 0 ? Double(part) / Double(whole) : empty
  }
}

/// A detector made of heuristic rules alone.
package struct HeuristicDetector: Detector {
  package typealias Subject = AnalyzedText
  package let descriptor: DetectorDescriptor
  private let rules: [HeuristicRule]

  package init(_ descriptor: DetectorDescriptor, rules: [HeuristicRule]) {
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
