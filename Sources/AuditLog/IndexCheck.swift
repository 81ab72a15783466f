import GRDB
import SafetyCore

/// Holds the indexes by which events are found against the events themselves.
///
/// Whoever writes in the file can leave an event out of an index and keep its table whole: the tree would
/// hold, and no reader by kind or run would ever see the event. Each entry is taken into a sum of keyed
/// hashes, so that neither side needs an order or a copy of the other.
struct IndexCheck {
  private var byRun: UInt64 = 0
  private var byKind: UInt64 = 0
  /// Decisions by their number alone: what an expression's index holds cannot be read back.
  private var decisions: UInt64 = 0

  /// Takes the next event.
  mutating func add(_ scan: BodyScan, seq: Int) {
    let (run, kind) = (Self.text(scan.run), Self.text(scan.kind))
    byRun &+= Self.hash(run, kind, seq)
    byKind &+= Self.hash(kind, nil, seq)
    if kind == "filter.decision" { decisions &+= Self.hash(nil, nil, seq) }
  }

  /// Reads the indexes; returns the name of the first that is not of these events.
  func wrongIndex(_ db: Database) throws -> String? {
    let run = try Self.sum(db, "SELECT seq, run, kind FROM event INDEXED BY event_by_run")
    if run != byRun { return "event_by_run" }
    let kind = try Self.sum(db, "SELECT seq, kind, NULL FROM event INDEXED BY event_by_kind")
    if kind != byKind { return "event_by_kind" }
    let decision = try Self.sum(
      db,
      """
      SELECT seq, NULL, NULL FROM event INDEXED BY decision_by_document
      WHERE kind = 'filter.decision' AND json_extract(body, '$.id') IS NOT NULL
      """
    )
    return decision == decisions ? nil : "decision_by_document"
  }

  private static func sum(_ db: Database, _ sql: String) throws -> UInt64 {
    let row = try AuditStatement(db, sql)
    var sum: UInt64 = 0
    while try row.step() {
      sum &+= hash(
        row.isNull(1) ? nil : row.text(1),
        row.isNull(2) ? nil : row.text(2),
        row.integer(0)
      )
    }
    return sum
  }

  /// Keyed anew in every process, so that nobody can choose entries whose sums agree.
  private static func hash(_ first: String?, _ second: String?, _ seq: Int) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(first)
    hasher.combine(second)
    hasher.combine(seq)
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }

  /// What stands between the quotes, with escapes resolved.
  private static func text(_ raw: UnsafeRawBufferPointer?) -> String? {
    guard let raw else { return nil }
    guard raw.contains(UInt8(ascii: "\\")) else { return String(decoding: raw, as: UTF8.self) }
    let quoted = [UInt8(ascii: "\"")] + raw + [UInt8(ascii: "\"")]
    guard case .string(let text)? = try? CanonicalValue(parsing: quoted) else { return nil }
    return text
  }
}
