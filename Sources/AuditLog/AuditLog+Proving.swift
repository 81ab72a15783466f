import Diagnostics
import GRDB
import SafetyCore

extension AuditLog {
  /// Proves that an event is in the log; reads a handful of rows, whatever the log's size.
  ///
  /// - Parameters:
  ///   - index: The event's number.
  ///   - size: Events under the proof's checkpoint; where nil the last stored checkpoint that
  ///     holds the event, or else the present size.
  /// - Returns: A proof that holds.
  /// - Throws: `audit/no-such-event`, `audit/no-such-size`; `audit/corrupt` where the log's hashes
  ///   do not fit, so that no proof is handed out that fails.
  package func proveInclusion(of index: Int, size: Int? = nil) throws -> AuditProof {
    try prove { db, reader, now in
      guard index >= 0, index < size ?? now else {
        throw Diagnostic(
          "audit/no-such-event",
          "event \(index) is not among the first \(size ?? now)",
          at: .init(file: self.path)
        )
      }
      let note = try self.note(db, &reader, size: size, atLeast: index + 1, now: now)
      let row = try AuditStatement(db, "SELECT body FROM event WHERE seq = ?")
      row.bind(index, at: 1)
      guard try row.step() else { throw self.damaged() }
      let ranges = MerkleProof.inclusionRanges(of: index, in: note.size)
      return AuditProof(
        claim: .inclusion(index: index, body: Array(row.bytes(0))),
        path: try ranges.map { try reader.root(of: $0) },
        note: note.note
      )
    }
  }

  /// Proves that the log of one size is continued by the log of another.
  ///
  /// - Throws: As `proveInclusion(of:size:)`.
  package func proveConsistency(from: Int, to size: Int? = nil) throws -> AuditProof {
    try prove { db, reader, now in
      let old = try self.note(db, &reader, size: from, atLeast: 0, now: now)
      let new = try self.note(db, &reader, size: size, atLeast: from, now: now)
      guard from <= new.size else { throw self.noSuchSize(from, new.size) }
      let ranges = MerkleProof.consistencyRanges(from: from, to: new.size)
      return AuditProof(
        claim: .consistency(from: old.note),
        path: try ranges.map { try reader.root(of: $0) },
        note: new.note
      )
    }
  }

  /// Sealed contents of an event to be shown with its proof.
  ///
  /// - Throws: `audit/nothing-sealed` where a slot is not there or was erased.
  package func opened(_ slots: [String], of index: Int) throws -> [AuditProof.Opened] {
    guard !slots.isEmpty else { return [] }
    let contents = try contents(of: index)
    return try slots.map { slot in
      guard let found = contents.first(where: { $0.commitment.slot == slot }),
        case .intact(let salt, let content) = found.state
      else {
        throw Diagnostic(
          "audit/nothing-sealed",
          "event \(index) has no content `\(slot)` that could be shown",
          at: .init(file: path)
        )
      }
      return AuditProof.Opened(slot: slot, salt: salt, content: content)
    }
  }

  private func prove(
    _ work: (Database, inout TreeReader, Int) throws -> AuditProof
  ) throws -> AuditProof {
    try read { db in
      let now = try Int.fetchOne(db, sql: "SELECT max(seq) + 1 FROM event") ?? 0
      var reader = TreeReader(db, path: self.path)
      let proof = try work(db, &reader, now)
      guard try proof.problem() == nil else { throw self.damaged() }
      return proof
    }
  }

  /// The stored note of a size, or one made now.
  func note(
    _ db: Database,
    _ reader: inout TreeReader,
    size: Int?,
    atLeast least: Int,
    now: Int
  ) throws -> (size: Int, note: SignedNote) {
    let row = try AuditStatement(db, "SELECT max(size) FROM checkpoint WHERE size >= ?")
    row.bind(least, at: 1)
    let stored = try row.step() && !row.isNull(0) ? row.integer(0) : nil
    let size = size ?? stored ?? now
    guard size >= 0, size <= now else { throw noSuchSize(size, now) }
    if let note = try storedNote(db, size: size) { return (size, note) }
    let root = try reader.root(of: 0..<size)
    let checkpoint = AuditCheckpoint(origin: try origin(db), size: size, root: root)
    return (size, SignedNote(text: checkpoint.note))
  }

  private func noSuchSize(_ size: Int, _ now: Int) -> Diagnostic {
    Diagnostic(
      "audit/no-such-size",
      "the log never had \(size) events below its \(now)",
      at: .init(file: path)
    )
  }

  func damaged() -> Diagnostic {
    AuditFailure.diagnostic(code: 11, message: "hashes", path: path)
  }
}
