import GRDB
import SafetyCore

/// Holds the sealed contents against the commitments of their events, in one pass beside them.
struct SealedCheck {
  private(set) var result = VerificationReport.Check()
  private(set) var counts = VerificationReport.SealedCounts()
  /// Rows of `sealed` in order; nil where the log's schema has none.
  private var rows: AuditStatement?
  private var hasRow = false
  private var missing: [(seq: Int, slot: String)] = []
  /// The last event that says that all before it came by an export.
  private var lastImport = -1
  /// The first content that is there.
  private var firstIntact: Int?
  private var erasures: [Int: Erasure] = [:]
  private var erased: [(seq: Int, slot: String, subject: String, by: Int)] = []
  private var erasedKeys: [(subject: String, by: Int)] = []

  init() {}

  init(_ db: Database) throws {
    guard try AuditLog.version(db) > 1 else { return }
    let row = try AuditStatement(
      db,
      """
      SELECT s.seq, s.slot, s.subject, s.erased, s.salt, s.content, k.key
      FROM sealed AS s NOT INDEXED LEFT JOIN subject_key AS k ON k.subject = s.subject
      ORDER BY s.seq, s.slot
      """
    )
    rows = row
    hasRow = try row.step()
    let keys = try AuditStatement(
      db,
      "SELECT subject, erased FROM subject_key WHERE erased IS NOT NULL"
    )
    while try keys.step() { erasedKeys.append((keys.text(0), keys.integer(1))) }
  }

  /// Takes the next event.
  mutating func add(_ scan: BodyScan, of body: UnsafeRawBufferPointer, seq: Int) throws {
    if BodyScan.equal(scan.kind, "erasure") {
      do {
        erasures[seq] = try Erasure(body: Array(body), name: "event \(seq)")
      } catch { result.fail("an erasure cannot be read", at: seq) }
    }
    if BodyScan.equal(scan.kind, "log.import") { lastImport = seq }
    guard scan.hasSealed else { return }
    do {
      for commitment in try Commitment.all(in: Array(body), name: "event \(seq)") {
        try check(commitment, of: seq)
      }
    } catch let error as DatabaseError {
      throw error
    } catch { result.fail("a commitment cannot be read", at: seq) }
  }

  /// Holds what was erased against the events that say so; all events are known by now.
  mutating func finish() throws {
    if let firstIntact, firstIntact < lastImport {
      result.fail("a content stands before an import, which brings none", at: firstIntact)
      lastImport = -1
    }
    if hasRow, let rows { result.fail("a sealed content belongs to no event", at: rows.integer(0)) }
    for item in missing {
      guard item.seq > lastImport else {
        counts.withheld += 1
        continue
      }
      counts.missing += 1
      result.fail("the content `\(item.slot)` is missing", at: item.seq)
    }
    for item in erased {
      let isNamed = erasures[item.by]?.names(item.seq, item.slot, of: item.subject) ?? false
      guard item.by > item.seq, isNamed else {
        counts.missing += 1
        result.fail("no event says that `\(item.slot)` was erased", at: item.seq)
        continue
      }
      counts.erased += 1
    }
    for (subject, by) in erasedKeys where erasures[by]?.subject != subject {
      result.fail("no event says that a subject's key was erased", at: by)
    }
  }

  private mutating func check(_ commitment: Commitment, of seq: Int) throws {
    try passOver(before: seq, commitment.slot)
    guard let rows, hasRow, rows.integer(0) == seq, rows.text(1) == commitment.slot else {
      missing.append((seq, commitment.slot))
      return
    }
    if rows.text(2) != commitment.subject {
      result.fail("the content `\(commitment.slot)` names another subject", at: seq)
    } else if !rows.isNull(3) {
      if !rows.isNull(4) || !rows.isNull(5) {
        result.fail("the content `\(commitment.slot)` is there though it was erased", at: seq)
      }
      erased.append((seq, commitment.slot, commitment.subject, rows.integer(3)))
    } else if let key = ContentKey(bytes: Array(rows.bytes(6))),
      let content = key.open(Array(rows.bytes(5)), for: Seal.place(seq, commitment.slot)),
      commitment.holds(content, salt: Array(rows.bytes(4)))
    {
      counts.intact += 1
      firstIntact = firstIntact ?? seq
    } else {
      result.fail("the content `\(commitment.slot)` is not what was sealed", at: seq)
    }
    hasRow = try rows.step()
  }

  /// Passes over rows that no event has announced.
  private mutating func passOver(before seq: Int, _ slot: String) throws {
    while let rows, hasRow,
      rows.integer(0) < seq || rows.integer(0) == seq && rows.text(1) < slot
    {
      result.fail("a sealed content belongs to no event", at: max(0, rows.integer(0)))
      hasRow = try rows.step()
    }
  }
}
