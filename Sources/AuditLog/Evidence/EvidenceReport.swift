/// What the check of a bundle found, without any log.
package struct EvidenceReport: Sendable, Hashable {
  /// The checkpoint that the proofs lead to.
  package var checkpoint: AuditCheckpoint
  /// Why the bundle fails, or why nobody vouches for it.
  package var problem: String?
  /// Events whose path does not lead to the checkpoint.
  package var unproved: [Int]
  /// The keys handed in whose signature is valid.
  package var signedBy: [NoteVerifier]
  /// `ok`, `tampered` or `unverifiable`.
  package var outcome: VerificationReport.Outcome
}
