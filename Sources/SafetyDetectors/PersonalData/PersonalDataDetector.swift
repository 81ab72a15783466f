import SafetyCore
import TextViews

/// Counts and locates data about persons: addresses, numbers and accounts, each one validated.
package struct PersonalDataDetector: Detector {
  package static let descriptor = DetectorDescriptor(
    name: "personal-data",
    summary: "addresses, telephone, account and identity numbers of persons",
    rules: PersonalDataRule.allCases.map(\.descriptor)
  )

  package var descriptor: DetectorDescriptor { Self.descriptor }

  /// Takes no settings; thresholds and actions are the policy's.
  package init(settings: DetectorSettings = DetectorSettings()) {}

  package func makeInspector() throws -> any Inspector<AnalyzedText> { PersonalDataInspector() }
}
