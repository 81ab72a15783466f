import Diagnostics
import GRDB
import SafetyCore

extension AuditLog {
  /// Gathers events with their proofs under one checkpoint.
  ///
  /// - Parameters:
  ///   - kinds: Which events, such as `metric` and `run.end`.
  ///   - isWanted: Passes over events of these kinds that nobody rests on.
  /// - Returns: A bundle under the last stored checkpoint that holds all of them, or else under the
  ///   present size; its proofs hold, but only a signed checkpoint makes others believe them.
  /// - Throws: `audit/corrupt` where the log's hashes do not fit.
  package func evidence(
    kinds: [String],
    where isWanted: (AuditEvent) throws -> Bool = { _ in true }
  ) throws -> EvidenceBundle {
    try read { db in
      var events: [AuditEvent] = []
      for kind in Set(kinds).sorted() {
        let row = try AuditStatement(
          db,
          "SELECT seq, kind, run, ts, body FROM event WHERE kind = ? ORDER BY seq"
        )
        row.bind(kind, at: 1)
        while try row.step() {
          let event = Self.event(at: row)
          if try isWanted(event) { events.append(event) }
        }
      }
      events.sort { $0.seq < $1.seq }
      var reader = TreeReader(db, path: self.path)
      let now = try Int.fetchOne(db, sql: "SELECT max(seq) + 1 FROM event") ?? 0
      let least = (events.last?.seq ?? -1) + 1
      var (size, note) = try self.note(db, &reader, size: nil, atLeast: least, now: now)
      if let signer = self.signer, note.standing(of: signer.verifier) == .absent {
        note = try note.signed(by: signer)
      }
      let items = try Self.items(of: events, under: size, &reader)
      let bundle = EvidenceBundle(note: note, items: items)
      guard try bundle.verify(keys: []).outcome != .tampered else { throw self.damaged() }
      return bundle
    }
  }

  private static func items(
    of events: [AuditEvent],
    under size: Int,
    _ reader: inout TreeReader
  ) throws -> [EvidenceItem] {
    var known: [Range<Int>: Digest] = [:]
    return try events.map { event in
      let ranges = MerkleProof.inclusionRanges(of: event.seq, in: size)
      let path = try ranges.map { range in
        if let hash = known[range] { return hash }
        let hash = try reader.root(of: range)
        known[range] = hash
        return hash
      }
      return EvidenceItem(index: event.seq, body: event.body, path: path)
    }
  }
}
