import SafetyCore

/// Events of one log that a document rests on, provable without the log.
///
/// A bundle proves what it holds. That nothing was left out of it only the log itself can show.
package struct EvidenceBundle: Sendable, Hashable {
  static let format = "gemma-safety.evidence/1"
  /// The largest file that is read.
  package static let maximumBytes = 64 << 20

  /// The checkpoint that every path leads to.
  package var note: SignedNote
  /// In order of their numbers, each once.
  package var items: [EvidenceItem]
  /// What the document was made with, for whoever makes it again; no part of the proof.
  package var about: CanonicalValue?

  init(note: SignedNote, items: [EvidenceItem], about: CanonicalValue? = nil) {
    self.note = note
    self.items = items
    self.about = about
  }

  /// Every event of a kind in order of their numbers.
  ///
  /// - Throws: An `event/…` diagnostic for a body that is not what its kind says.
  package func events<Body: EventBody>(
    _ type: Body.Type = Body.self
  ) throws -> [Evidence<Body>] {
    try items.compactMap { item in
      let event = try item.event()
      guard event.kind == Body.kind else { return nil }
      return Evidence(seq: event.seq, time: event.time, body: try event.decode())
    }
  }
}

extension EvidenceBundle {
  /// Checks signature, checkpoint and every event against public keys.
  ///
  /// A bundle that no key vouches for is unverifiable, because anyone can make up a log.
  /// - Returns: The outcome, with the numbers of events that are not in the log.
  /// - Throws: `note/malformed`.
  package func verify(keys: [NoteVerifier]) throws -> EvidenceReport {
    let (checkpoint, _) = try AuditCheckpoint.parse(Array(note.encoded.utf8), file: "note")
    let held = try items.concurrentMap { Self.holds($0, under: checkpoint) }
    var report = EvidenceReport(
      checkpoint: checkpoint,
      unproved: zip(items, held).filter { !$1 }.map(\.0.index),
      signedBy: keys.filter { note.standing(of: $0) == .valid },
      outcome: .tampered
    )
    guard report.unproved.isEmpty else {
      let numbers = report.unproved.prefix(5).map(String.init).joined(separator: ", ")
      report.problem = "events that the checkpoint does not hold: \(numbers)"
      return report
    }
    guard keys.allSatisfy({ note.standing(of: $0) != .forged }) else {
      report.problem = "a signature is not of the key that it names"
      return report
    }
    report.outcome = report.signedBy.isEmpty ? .unverifiable : .ok
    if report.signedBy.isEmpty {
      report.problem =
        keys.isEmpty
        ? "the proofs fit, but no key was given"
        : "the proofs fit, but none of the keys given has signed the checkpoint"
    }
    return report
  }

  private static func holds(_ item: EvidenceItem, under checkpoint: AuditCheckpoint) -> Bool {
    let root = MerkleProof.root(
      fromLeaf: MerkleRange.leafHash(item.body),
      index: item.index,
      size: checkpoint.size,
      path: item.path
    )
    return root == checkpoint.root
  }
}
