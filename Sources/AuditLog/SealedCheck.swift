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
  private var erased: [ErasedContent] = []
  private var holds: [Int: LegalHold.Scope] = [:]
  /// Holds in force when an erasure was written.
  private var heldAt: [Int: [LegalHold.Scope]] = [:]
  private var erasedKeys: [(subject: String, by: Int)] = []

  private struct ErasedContent {
    let seq: Int
    let slot: String
    let subject: String
    let run: String
    let by: Int

    func isHeld(by scope: LegalHold.Scope) -> Bool {
      switch scope {
      case .everything: true
      case .subject(let subject): subject == self.subject
      case .run(let run): run == self.run
      }
    }
  }

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
        heldAt[seq] = Array(holds.values)
      } catch { result.fail("an erasure cannot be read", at: seq) }
    }
    if BodyScan.starts(scan.kind, with: "hold.") { takeHold(Array(body), at: seq) }
    if BodyScan.equal(scan.kind, "log.import") { lastImport = seq }
    guard scan.hasSealed else { return }
    do {
      for commitment in try Commitment.all(in: Array(body), name: "event \(seq)") {
        let run = scan.run.map { String(decoding: $0, as: UTF8.self) }
        try check(commitment, of: seq, run: run ?? "")
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
      if heldAt[item.by]?.contains(where: item.isHeld) == true {
        result.fail("`\(item.slot)` was erased under a legal hold", at: item.by)
      }
      counts.erased += 1
    }
    checkErasureCounts()
    for (subject, by) in erasedKeys where erasures[by]?.subject != subject {
      result.fail("no event says that a subject's key was erased", at: by)
    }
  }

  /// Erasures say how many contents they took; those before an import took them elsewhere.
  private mutating func checkErasureCounts() {
    let taken = Dictionary(grouping: erased, by: \.by).mapValues(\.count)
    for (seq, erasure) in erasures.sorted(by: { $0.key < $1.key }) where seq > lastImport {
      let count = taken[seq] ?? 0
      guard erasure.count != count else { continue }
      result.fail("an erasure tells of \(erasure.count) contents, \(count) were erased", at: seq)
    }
  }

  private mutating func takeHold(_ body: [UInt8], at seq: Int) {
    guard let members = try? CanonicalValue(parsing: body).members else { return }
    if case .integer(let hold)? = members["hold"] { holds[hold] = nil }
    guard case .string(let scope)? = members["scope"], case .string(let target)? = members["target"]
    else { return }
    holds[seq] =
      switch scope {
      case "subject": .subject(target)
      case "run": .run(target)
      default: .everything
      }
  }

  private mutating func check(_ commitment: Commitment, of seq: Int, run: String) throws {
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
      erased.append(
        ErasedContent(
          seq: seq,
          slot: commitment.slot,
          subject: commitment.subject,
          run: run,
          by: rows.integer(3)
        )
      )
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
