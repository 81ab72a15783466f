import SafetyCore

/// A detector that a policy turned on.
package struct ConfiguredDetector: Sendable, Hashable {
  package var descriptor: DetectorDescriptor
  package var settings: DetectorSettings

  package init(descriptor: DetectorDescriptor, settings: DetectorSettings) {
    self.descriptor = descriptor
    self.settings = settings
  }
}
