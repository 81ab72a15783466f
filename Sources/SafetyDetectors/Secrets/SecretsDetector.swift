import SafetyCore
import TextViews

/// Counts and locates keys, tokens and passwords by the marks their issuers give them.
package struct SecretsDetector: Detector {
  package static let descriptor = DetectorDescriptor(
    name: "secrets",
    summary: "keys, tokens and passwords of services",
    rules: SecretRule.allCases.map(\.descriptor)
  )

  package var descriptor: DetectorDescriptor { Self.descriptor }

  /// Takes no settings; thresholds and actions are the policy's.
  package init(settings: DetectorSettings = DetectorSettings()) {}

  package func makeInspector() throws -> any Inspector<AnalyzedText> { SecretsInspector() }
}
