import Diagnostics
import GRDB
import Glibc
import SafetyCore
import Synchronization

/// An append-only log of decisions in one SQLite file, with a Merkle tree over its events.
///
/// Several processes may write to one file at once; each append is one durable transaction.
package final class AuditLog: Sendable {
  /// What a log is opened for.
  package enum Mode: Sendable {
    /// Creates the file where there is none.
    case readWrite
    /// Appends to a log that is there.
    case existing
    /// Refuses a missing file and changes nothing.
    case readOnly
  }

  package let path: String
  let queue: DatabaseQueue
  let clock: @Sendable () -> String
  let mode: Mode
  /// Signs checkpoints where there is one.
  let signer: NoteSigner?
  /// The tree as this connection left it; another process may have gone on since.
  let tree: Mutex<MerkleRange>
  /// Whether a reader found files of SQLite's beside the log, which may hold what others wrote.
  private let wasInUse: Bool

  /// Opens a log, or creates one.
  ///
  /// - Parameters:
  ///   - path: The SQLite file.
  ///   - mode: Whether events may be appended.
  ///   - patience: Seconds to wait for a lock that another process holds.
  ///   - origin: The name of a new log in its checkpoints; chosen at random where nil.
  ///   - signer: Signs every checkpoint; its public key becomes an event, once.
  ///   - clock: Gives the time written into events, such as `2026-01-31T12:00:00Z`.
  /// - Throws: An `audit/…` diagnostic; a file that is no audit log is left as it is.
  package init(
    path: String,
    mode: Mode,
    patience: Double = 30,
    origin: String? = nil,
    signer: NoteSigner? = nil,
    clock: @escaping @Sendable () -> String
  ) throws {
    guard mode == .readWrite || access(path, F_OK) == 0 else {
      throw AuditFailure.noLog(path)
    }
    try AuditFailure.refuseIrregular(path)
    self.path = path
    self.mode = mode
    self.clock = clock
    self.signer = signer
    tree = Mutex(MerkleRange())
    wasInUse = ["-wal", "-shm"].contains { access(path + $0, F_OK) == 0 }
    queue = try AuditFailure.naming(path) {
      try DatabaseQueue(
        path: path,
        configuration: Self.configuration(path: path, mode: mode, patience: patience)
      )
    }
    guard mode != .readOnly else { return }
    try migrate(origin: origin ?? Self.randomOrigin())
    if let signer { try announce(signer.verifier) }
  }

  /// Writes a last checkpoint where events were added since the one before, and closes the file.
  ///
  /// A reader leaves nothing beside the log that was not there before.
  package func close() throws {
    if mode != .readOnly {
      try write { db in try self.writeCheckpoint(db, of: try self.currentTree(db)) }
    }
    try AuditFailure.naming(path) { try queue.close() }
    if mode == .readOnly, !wasInUse { removeEmptyJournal() }
  }

  /// Has SQLite remove the empty files that it made for a reader, which may not remove them itself.
  ///
  /// The last connection that may write does so as it closes; where another process has the log open,
  /// or the file is write-protected, they stay.
  private func removeEmptyJournal() {
    guard access(path, W_OK) == 0 else { return }
    var configuration = Configuration()
    configuration.busyMode = .immediateError
    let queue = try? DatabaseQueue(path: path, configuration: configuration)
    // Without a look at the tables the connection would not know of these files.
    _ = try? queue?.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") }
    try? queue?.close()
  }

  /// Runs a piece of work in a write transaction that began by taking the lock.
  func write(_ work: (Database) throws -> Void) throws {
    guard mode != .readOnly else {
      throw Diagnostic(
        "audit/read-only",
        "the audit log was opened for reading",
        at: .init(file: path)
      )
    }
    try AuditFailure.naming(path) {
      try queue.inTransaction(.immediate) { db in
        try work(db)
        return .commit
      }
    }
  }

  /// Runs a piece of work on one state of the log, whatever other processes append meanwhile.
  func read<Result>(_ work: (Database) throws -> Result) throws -> Result {
    try AuditFailure.naming(path) { try queue.read(work) }
  }

  private static func configuration(
    path: String,
    mode: Mode,
    patience: Double
  ) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = mode == .readOnly
    configuration.foreignKeysEnabled = true
    configuration.observesSuspensionNotifications = false
    configuration.busyMode = .timeout(patience)
    configuration.prepareDatabase { db in
      try checkIdentity(db, path: path, mode: mode)
      // trusted_schema stays on: SQLite 3.40 refuses JSON functions in generated columns otherwise.
      try db.execute(sql: "PRAGMA cell_size_check = ON")
      guard mode != .readOnly else { return }
      try switchToWAL(db, patience: patience)
      try db.execute(sql: "PRAGMA synchronous = FULL")
      try db.execute(sql: "PRAGMA recursive_triggers = ON")
      try db.execute(sql: "PRAGMA secure_delete = ON")
    }
    return configuration
  }

  /// Turns the write-ahead log on, again and again while another process opens the same new log.
  ///
  /// SQLite does not wait here: two that switch at once could wait for each other for ever.
  private static func switchToWAL(_ db: Database, patience: Double) throws {
    let deadline = ContinuousClock.now + .seconds(patience)
    while true {
      do {
        return try db.execute(sql: "PRAGMA journal_mode = WAL")
      } catch let error as DatabaseError
        where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < deadline
      {
        usleep(2_000)
      }
    }
  }

  /// Refuses a foreign file before anything is written to it.
  private static func checkIdentity(_ db: Database, path: String, mode: Mode) throws {
    var application = 0
    var version = 0
    var objects = 0
    // In one transaction: another process may be making the same new log.
    try db.inTransaction(.deferred) {
      objects = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
      version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      return .commit
    }
    let isNew = application == 0 && version == 0 && objects == 0 && mode == .readWrite
    guard application == AuditSchema.applicationID || isNew else {
      throw objects == 0 ? AuditFailure.empty(path) : AuditFailure.foreign(path)
    }
    guard version <= AuditSchema.version else {
      throw Diagnostic(
        "audit/newer-version",
        "the audit log has schema \(version), this build knows \(AuditSchema.version)",
        at: .init(file: path),
        hint: "use the gemma-safety that wrote it, or a newer one"
      )
    }
  }

  /// Brings the tables of a new or an older log to this build's version, in one transaction.
  private func migrate(origin: String) throws {
    guard try read({ try Self.version($0) }) < AuditSchema.version else { return }
    try write { db in
      let found = try Self.version(db)
      guard found < AuditSchema.version else { return }
      let now = self.clock()
      for version in (found + 1)...AuditSchema.version {
        for statement in AuditSchema.additions[version - 1] { try db.execute(sql: statement) }
        let migration = try AuditStatement(db, "INSERT INTO migration VALUES (?, ?, ?)")
        migration.bind(version, at: 1)
        migration.bind(now, at: 2)
        migration.bind(AuditSchema.digest(of: version).hex, at: 3)
        try migration.run()
        if version == 3 { try self.indexWords(from: 0, in: db) }
      }
      try db.execute(sql: "PRAGMA user_version = \(AuditSchema.version)")
      guard found == 0 else { return try self.recordMigration(from: found, in: db) }
      let log = try AuditStatement(db, "INSERT INTO log (one, origin, created) VALUES (1, ?, ?)")
      log.bind(origin, at: 1)
      log.bind(now, at: 2)
      try log.run()
      try db.execute(sql: "PRAGMA application_id = \(AuditSchema.applicationID)")
    }
  }

  private func recordMigration(from version: Int, in db: Database) throws {
    var grown = try currentTree(db)
    let record = DecisionRecord(
      kind: Self.migrationKind,
      run: Self.ownRun,
      body: ["from": .integer(version), "to": .integer(AuditSchema.version)]
    )
    try insert([record], into: db, tree: &grown)
  }

  /// The schema's version, which differs from this build's in an older log opened for reading.
  static func version(_ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
  }

  private static func randomOrigin() -> String {
    var generator = SystemRandomNumberGenerator()
    let number = String(generator.next() as UInt64, radix: 16)
    return "gemma-safety/audit/" + String(repeating: "0", count: 16 - number.utf8.count) + number
  }
}
