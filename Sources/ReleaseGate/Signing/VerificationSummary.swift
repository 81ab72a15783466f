import SafetyCore

/// The verdict in one line for those who ask only for that: an SLSA verification summary.
package struct VerificationSummary: Sendable, Hashable {
  package static let predicateType = "https://slsa.dev/verification_summary/v1"
  /// Who verified.
  private static let verifier = "https://github.com/gemma-safety/gemma-safety/release-gate"
  private static let slsaVersion = "1.1"

  package var verdict: GateVerdict
  package var decided: String
  /// The digest of the signed verdict's file.
  package var verdictSHA256: Digest
  /// Where the policy and the model are to be found.
  package var policyURI: String
  package var resourceURI: String

  package init(
    verdict: GateVerdict,
    decided: String,
    verdictSHA256: Digest,
    policyURI: String,
    resourceURI: String
  ) {
    self.verdict = verdict
    self.decided = decided
    self.verdictSHA256 = verdictSHA256
    self.policyURI = policyURI
    self.resourceURI = resourceURI
  }

  package var statement: InTotoStatement {
    let isHeld = !verdict.outcome.isOpen
    return InTotoStatement(
      subjectName: verdict.model,
      subjectSHA256: verdict.modelSHA256,
      predicateType: Self.predicateType,
      predicate: [
        "verifier": ["id": .string(Self.verifier)], "timeVerified": .string(decided),
        "resourceUri": .string(resourceURI),
        "policy": [
          "uri": .string(policyURI), "digest": ["sha256": .string(verdict.policySHA256.hex)],
        ],
        "inputAttestations": [
          [
            "uri": .string(ReleaseFiles.verdict),
            "digest": ["sha256": .string(verdictSHA256.hex)],
          ]
        ],
        "verificationResult": isHeld ? "PASSED" : "FAILED",
        "verifiedLevels": .array(
          isHeld
            ? [.string("GEMMA_SAFETY_RELEASE_\(verdict.outcome == .pass ? "PASS" : "WARN")")] : []
        ),
        "slsaVersion": .string(Self.slsaVersion),
      ]
    )
  }
}
