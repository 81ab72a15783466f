import Diagnostics
import GRDB
import SafetyCore

extension AuditLog {
  /// Encrypts contents and commits to them, in the order of their slots.
  func seal(_ contents: [SealedContent], of seq: Int, in db: Database) throws -> [Seal] {
    guard Set(contents.map(\.slot)).count == contents.count else {
      throw Diagnostic("audit/double-slot", "an event has two contents of one slot")
    }
    return try contents.sorted { $0.slot < $1.slot }.map { content in
      guard SealedContent.isID(content.subject), SealedContent.isID(content.slot) else {
        throw Diagnostic(
          "audit/bad-subject",
          "a subject or slot is not 1 to 128 letters, digits, `-`, `_`, `.` or `:`",
          hint: "give people random ids, and keep what they stand for elsewhere"
        )
      }
      let salt = Self.randomBytes()
      let key = try key(of: content.subject, in: db)
      return Seal(
        slot: content.slot,
        subject: content.subject,
        salt: salt,
        content: try key.seal(content.content, for: Seal.place(seq, content.slot)),
        commitment: Commitment(
          slot: content.slot,
          subject: content.subject,
          length: content.content.count,
          commit: Seal.commit(content.content, salt: salt)
        ).value
      )
    }
  }

  func store(_ seal: Seal, of seq: Int, in db: Database) throws {
    let sql = "INSERT INTO sealed (seq, slot, subject, salt, content) VALUES (?, ?, ?, ?, ?)"
    let statement = try AuditStatement(db, sql, cached: true)
    statement.bind(seq, at: 1)
    statement.bind(seal.slot, at: 2)
    statement.bind(seal.subject, at: 3)
    statement.bind(blob: seal.salt, at: 4)
    statement.bind(blob: seal.content, at: 5)
    try statement.run()
  }

  /// The contents of an event, opened; an erased one says by which event.
  ///
  /// - Returns: In the order of their slots; none where nothing was sealed.
  /// - Throws: `audit/no-such-event`, or `audit/unreadable` where a content is missing or not what
  ///   was committed to.
  package func contents(of seq: Int) throws -> [OpenedContent] {
    try read { db in
      let event = try AuditStatement(db, "SELECT body FROM event WHERE seq = ?")
      event.bind(seq, at: 1)
      guard try event.step() else {
        throw Diagnostic("audit/no-such-event", "there is no event \(seq)", at: .init(file: path))
      }
      let body = Array(event.bytes(0))
      guard body.withUnsafeBytes({ BodyScan($0).hasSealed }), try Self.version(db) > 1 else {
        return []
      }
      return try Commitment.all(in: body, name: "event \(seq)").map {
        try self.open($0, of: seq, in: db)
      }
    }
  }

  /// Whether a subject was erased, so that nothing more is sealed about it.
  package func isErased(_ subject: String) throws -> Bool {
    try read { db in
      guard try Self.version(db) > 1 else { return false }
      let sql = "SELECT 1 FROM subject_key WHERE subject = ? AND erased IS NOT NULL"
      let row = try AuditStatement(db, sql, cached: true)
      row.bind(subject, at: 1)
      defer { row.reset() }
      return try row.step()
    }
  }

  private func open(
    _ commitment: Commitment,
    of seq: Int,
    in db: Database
  ) throws -> OpenedContent {
    let sql = """
      SELECT s.erased, s.salt, s.content, k.key FROM sealed AS s
      LEFT JOIN subject_key AS k ON k.subject = s.subject WHERE s.seq = ? AND s.slot = ?
      """
    let row = try AuditStatement(db, sql)
    row.bind(seq, at: 1)
    row.bind(commitment.slot, at: 2)
    let unreadable = Diagnostic(
      "audit/unreadable",
      "the content `\(commitment.slot)` of event \(seq) is not what was sealed",
      at: .init(file: path),
      hint: "run `gemma-safety audit verify`"
    )
    guard try row.step() else {
      let imported = try Int.fetchOne(
        db,
        sql: "SELECT max(seq) FROM event WHERE kind = ?",
        arguments: [Self.importKind]
      )
      guard let imported, imported > seq else { throw unreadable }
      return OpenedContent(commitment: commitment, state: .withheld)
    }
    if !row.isNull(0) {
      return OpenedContent(commitment: commitment, state: .erased(row.integer(0)))
    }
    let salt = Array(row.bytes(1))
    guard let key = ContentKey(bytes: Array(row.bytes(3))),
      let content = key.open(Array(row.bytes(2)), for: Seal.place(seq, commitment.slot)),
      commitment.holds(content, salt: salt)
    else { throw unreadable }
    return OpenedContent(commitment: commitment, state: .intact(salt: salt, content: content))
  }

  /// The subject's key, made where this is its first content.
  private func key(of subject: String, in db: Database) throws -> ContentKey {
    let row = try AuditStatement(db, "SELECT key FROM subject_key WHERE subject = ?", cached: true)
    row.bind(subject, at: 1)
    if try row.step() {
      let key = ContentKey(bytes: Array(row.bytes(0)))
      row.reset()
      guard let key else {
        throw Diagnostic(
          "audit/subject-erased",
          "the subject was erased from this log, so nothing more is sealed about it",
          at: .init(file: path),
          hint: "use a new random id"
        )
      }
      return key
    }
    row.reset()
    let bytes = Self.randomBytes()
    guard let key = ContentKey(bytes: bytes) else { preconditionFailure("keys have 32 bytes") }
    let insert = try AuditStatement(db, "INSERT INTO subject_key (subject, key) VALUES (?, ?)")
    insert.bind(subject, at: 1)
    insert.bind(blob: bytes, at: 2)
    try insert.run()
    return key
  }

  private static func randomBytes() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }
}

/// A content taken out of its seal, or what is left of it.
package struct OpenedContent: Sendable, Hashable {
  package enum State: Sendable, Hashable {
    case intact(salt: [UInt8], content: [UInt8])
    /// By the event of this number.
    case erased(Int)
    /// The log was made from an export, which leaves sealed contents where they were.
    case withheld
  }

  package var commitment: Commitment
  package var state: State
}
