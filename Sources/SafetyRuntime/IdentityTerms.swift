import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// The words of the bias audit, read into a detector that measures and never removes.
enum IdentityTerms {
  static let detectorName = "identity"
  private static let fileKey = "identity_terms"
  private static let digestKey = "lists_sha256"

  /// The detector that a policy's bias audit adds, its rules being the groups of the file.
  static func configured(for bias: BiasAuditPolicy) throws -> ConfiguredDetector {
    let path = try bias.identityTerms ?? PolicyFolder.find() + "/identity-terms.yaml"
    return ConfiguredDetector(
      descriptor: try detector(path).descriptor,
      settings: DetectorSettings([
        fileKey: .string(path),
        digestKey: .string(try InputFile.digest(path).sha256.hex),
      ])
    )
  }

  /// Makes the detector that `configured(for:)` described.
  static func detector(_ settings: DetectorSettings) throws -> IdentityDetector {
    try detector(settings.string(fileKey) ?? "")
  }

  private static func detector(_ path: String) throws -> IdentityDetector {
    let groups = try IdentityTermsParser.parse(try InputFile.text(path), file: path)
    return try IdentityDetector(groups: groups)
  }
}
