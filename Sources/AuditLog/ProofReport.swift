import SafetyCore

/// What the check of a proof found, without any log.
package struct ProofReport: Sendable, Hashable {
  package var claim: AuditProof.Claim
  /// The checkpoint that the proof leads to.
  package var checkpoint: AuditCheckpoint
  /// Why the proof fails, or why nobody vouches for it.
  package var problem: String?
  /// The keys handed in whose signature is valid.
  package var signedBy: [NoteVerifier]
  /// Whether the proof leads to the checkpoint handed in.
  package var matchesExternal: Bool
  /// `ok`, `tampered` or `unverifiable`.
  package var outcome: VerificationReport.Outcome
}

extension AuditProof {
  /// Checks the proof against what the verifier trusts: keys, a checkpoint of its own, or both.
  ///
  /// A proof that neither vouches for is unverifiable, because anyone can make up a log.
  /// - Throws: `note/malformed`.
  package func verify(
    against external: SignedNote? = nil,
    keys: [NoteVerifier] = []
  ) throws -> ProofReport {
    let (checkpoint, _) = try AuditCheckpoint.parse(Array(note.encoded.utf8), file: "note")
    var report = ProofReport(
      claim: claim,
      checkpoint: checkpoint,
      problem: try problem(),
      signedBy: keys.filter { note.standing(of: $0) == .valid },
      matchesExternal: false,
      outcome: .tampered
    )
    guard report.problem == nil else { return report }
    guard keys.allSatisfy({ note.standing(of: $0) != .forged }) else {
      report.problem = "a signature is not of the key that it names"
      return report
    }
    if let external {
      guard let matches = try leads(to: external, from: checkpoint) else {
        report.problem = "the checkpoint given has another root at this size"
        return report
      }
      report.matchesExternal = matches
    }
    let isVouchedFor =
      (keys.isEmpty || !report.signedBy.isEmpty) && (external == nil || report.matchesExternal)
    guard isVouchedFor, !keys.isEmpty || external != nil else {
      report.outcome = .unverifiable
      report.problem = Self.unvouched(keys: keys, external: external, report)
      return report
    }
    report.outcome = .ok
    return report
  }

  /// Whether the proof leads to a checkpoint; nil where it leads to another root of that size.
  private func leads(
    to external: SignedNote,
    from checkpoint: AuditCheckpoint
  ) throws -> Bool? {
    let (kept, _) = try AuditCheckpoint.parse(Array(external.encoded.utf8), file: "checkpoint")
    let sameSize = try ([checkpoint] + earlier()).filter {
      $0.origin == kept.origin && $0.size == kept.size
    }
    guard sameSize.allSatisfy({ $0.root == kept.root }) else { return nil }
    return !sameSize.isEmpty
  }

  private func earlier() throws -> [AuditCheckpoint] {
    guard case .consistency(let from) = claim else { return [] }
    return [try AuditCheckpoint.parse(Array(from.encoded.utf8), file: "from_note").checkpoint]
  }

  private static func unvouched(
    keys: [NoteVerifier],
    external: SignedNote?,
    _ report: ProofReport
  ) -> String {
    if keys.isEmpty, external == nil { return "it fits, but no key and no checkpoint was given" }
    return external != nil && !report.matchesExternal
      ? "it fits, but the checkpoint given is of another size or log"
      : "it fits, but none of the keys given has signed its checkpoint"
  }
}
