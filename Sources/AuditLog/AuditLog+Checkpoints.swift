import Diagnostics
import GRDB
import SafetyCore

extension AuditLog {
  /// The run that events of the log's own keeping are booked under.
  package static let ownRun = "log"
  /// The kind of the event that names a key: member `vkey`.
  package static let keyKind = "log.key"
  /// The kind of the event that makes room for a signed checkpoint after one without the signature.
  package static let signingKind = "log.signing"
  /// The kind of the event that says that all events before it came by an export.
  static let importKind = "log.import"
  /// The kind of the event that says that a later version took the file along.
  static let migrationKind = "schema.migrate"

  /// The present size and root, to be kept outside the log.
  package func checkpoint() throws -> AuditCheckpoint {
    try read { db in try self.checkpoint(db, of: try self.currentTree(db)) }
  }

  /// Stores a checkpoint of the present size, unless it is there, and returns its note.
  ///
  /// What is stored is never changed. Where the log was opened with a key and the checkpoint there
  /// lacks its signature, one more event is appended, and the checkpoint after it is signed.
  /// - Returns: The note as it is stored; a log without events has none, so it is made.
  package func storeCheckpoint() throws -> SignedNote {
    var note = SignedNote(text: "")
    try write { db in
      var tree = try self.currentTree(db)
      let stored = try self.storedNote(db, size: tree.size)
      if let signer = self.signer, let stored, stored.standing(of: signer.verifier) != .valid {
        let record = DecisionRecord(
          kind: Self.signingKind,
          run: Self.ownRun,
          body: ["vkey": .string(signer.verifier.encoded), "size": .integer(tree.size)]
        )
        try self.insert([record], into: db, tree: &tree)
      }
      try self.writeCheckpoint(db, of: tree)
      note =
        try self.storedNote(db, size: tree.size)
        ?? SignedNote(text: try self.checkpoint(db, of: tree).note)
    }
    return note
  }

  /// Replaces a checkpoint outside the log by the present one, if the log still continues it.
  ///
  /// - Returns: The note that is in the file now.
  /// - Throws: `audit/not-continued` where the log is another or was cut off or rewritten since;
  ///   then the file is left as it is.
  package func publishCheckpoint(to path: String, replacing old: [UInt8]?) throws -> SignedNote {
    if let old { try checkContinues(AuditCheckpoint.parse(old, file: path).checkpoint, file: path) }
    let note = try storeCheckpoint()
    try SafeFile.replace(path, Array(note.encoded.utf8))
    return note
  }

  /// Refuses a checkpoint that this log does not continue, as `audit/not-continued`.
  func checkContinues(_ old: AuditCheckpoint, file: String) throws {
    let (now, root) = try read { db in
      let now = try self.checkpoint(db, of: try self.currentTree(db))
      guard old.size <= now.size else { return (now, Digest?.none) }
      var reader = TreeReader(db, path: self.path)
      return (now, try reader.root(of: 0..<old.size))
    }
    let problem: String? =
      if old.origin != now.origin {
        "the checkpoint there is of another log"
      } else if let root {
        root == old.root ? nil : "the log's first \(old.size) events are not those published"
      } else {
        "the log has \(now.size) events, \(old.size) were published"
      }
    guard let problem else { return }
    throw Diagnostic(
      "audit/not-continued",
      problem,
      at: .init(file: file),
      hint: "run `gemma-safety audit verify \(path) --checkpoint \(file)`; nothing was replaced"
    )
  }

  /// Writes a checkpoint of a tree, unless the log has one of that size.
  ///
  /// - Parameters:
  ///   - db: In a write transaction.
  ///   - tree: Of the log's present size.
  ///   - note: What was signed elsewhere for this very state.
  /// - Throws: When nothing was written.
  func writeCheckpoint(_ db: Database, of tree: MerkleRange, note: SignedNote? = nil) throws {
    let last = try Int.fetchOne(db, sql: "SELECT max(size) FROM checkpoint") ?? 0
    guard tree.size > last else { return }
    let checkpoint = try checkpoint(db, of: tree)
    var stored = SignedNote(text: checkpoint.note)
    if let note, note.text == stored.text { stored = note }
    if let signer { stored = try stored.signed(by: signer) }
    let statement = try AuditStatement(db, "INSERT INTO checkpoint VALUES (?, ?, ?)")
    statement.bind(checkpoint.size, at: 1)
    statement.bind(blob: checkpoint.root.bytes, at: 2)
    statement.bind(stored.encoded, at: 3)
    try statement.run()
  }

  func origin(_ db: Database) throws -> String {
    try String.fetchOne(db, sql: "SELECT origin FROM log") ?? ""
  }

  func checkpoint(_ db: Database, of tree: MerkleRange) throws -> AuditCheckpoint {
    AuditCheckpoint(origin: try origin(db), size: tree.size, root: tree.root)
  }

  /// The note stored for exactly this size.
  func storedNote(_ db: Database, size: Int) throws -> SignedNote? {
    let row = try AuditStatement(db, "SELECT note FROM checkpoint WHERE size = ?")
    row.bind(size, at: 1)
    guard try row.step() else { return nil }
    return try SignedNote(parsing: Array(row.bytes(0)), file: path)
  }

  /// Makes a public key an event, so that the log itself says who signs it from where on.
  func announce(_ verifier: NoteVerifier) throws {
    try write { db in
      let known = try AuditStatement(
        db,
        "SELECT 1 FROM event WHERE kind = ? AND json_extract(body, '$.vkey') = ?"
      )
      known.bind(Self.keyKind, at: 1)
      known.bind(verifier.encoded, at: 2)
      guard try !known.step() else { return }
      known.reset()
      var tree = try self.currentTree(db)
      let record = DecisionRecord(
        kind: Self.keyKind,
        run: Self.ownRun,
        body: ["vkey": .string(verifier.encoded)]
      )
      try self.insert([record], into: db, tree: &tree)
    }
  }
}
