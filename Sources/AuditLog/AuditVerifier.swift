import GRDB
import SafetyCore

/// One pass over a log: rebuilds the tree from the bodies and holds everything stored against it.
struct AuditVerifier {
  private(set) var report = VerificationReport()
  private var tree = MerkleRange()
  private var completeness = CompletenessCheck()
  private var sealed = SealedCheck()
  private var indexes = IndexCheck()
  /// The hashes of each level's tiles, as the tree has them; index 0 is level 1.
  private var levels: [[UInt8]] = []
  private var checkpoints: ArraySlice<AuditCheckpoint> = []
  private var lastCheckpoint = 0
  private let external: AuditCheckpoint?
  private let externalNote: SignedNote?
  private let keys: [NoteVerifier]
  private var notes: [(size: Int, note: SignedNote)] = []

  init(external: SignedNote?, keys: [NoteVerifier]) throws {
    self.keys = keys
    externalNote = external
    self.external = try external.map {
      try AuditCheckpoint.parse(Array($0.encoded.utf8), file: "external checkpoint").checkpoint
    }
    if external != nil { report.external = .init() }
  }

  /// Reads the whole log in the transaction of `db`.
  mutating func verify(_ db: Database, progress: (Int) throws -> Void) throws {
    do {
      try checkSchema(db)
      sealed = try SealedCheck(db)
      try readCheckpoints(db)
      checkRoots()
      try readEvents(db, progress: progress)
      // Schemas that were changed have been named, and may lack an index.
      if report.structure.passed, let index = try indexes.wrongIndex(db) {
        report.structure.fail("the index `\(index)` is not of the log's events")
      }
      // Bodies that do not fit their leaves may be no JSON at all.
      if report.leaves.passed, let seq = try AuditLog.wrongTally(db) {
        completeness.addWrongTally(at: seq)
      }
      try sealed.finish()
      try checkTiles(db)
      try checkSignatures(db)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      report.structure.fail("the file is damaged", at: tree.size)
    }
    checkEnd()
    report.completeness = completeness.finish()
    report.sealed = sealed.result
    report.sealedCounts = sealed.counts
    report.events = tree.size
    report.root = tree.root
  }

  private mutating func checkSchema(_ db: Database) throws {
    let row = try AuditStatement(
      db,
      "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    )
    // A trigger may bear a table's name, so that names alone do not tell what is the log's.
    var found: [AuditSchema.Item: String] = [:]
    while try row.step() { found[.init(type: row.text(0), name: row.text(1))] = row.text(2) }
    let version = try AuditLog.version(db)
    let expected = AuditSchema.statements(of: version)
    for statement in expected {
      let item = AuditSchema.item(of: statement)
      if found[item] != statement {
        report.structure.fail("`\(item.name)` is \(found[item] == nil ? "missing" : "changed")")
      }
    }
    let ofIndex = version >= 3 ? AuditSchema.searchTables : []
    let isOfIndex: (AuditSchema.Item) -> Bool = { $0.type == "table" && ofIndex.contains($0.name) }
    if found.keys.count(where: { !isOfIndex($0) }) > expected.count {
      report.structure.fail("the file holds tables or triggers that are not the log's")
    }
    try checkMigrations(db, version: version)
    if let external, try String.fetchOne(db, sql: "SELECT origin FROM log") != external.origin {
      report.external?.fail("the checkpoint is of another log")
    }
  }

  /// The list of versions, and the time of the first one, which stands in two tables.
  private mutating func checkMigrations(_ db: Database, version: Int) throws {
    let row = try AuditStatement(
      db,
      "SELECT version, sql_sha256, applied FROM migration ORDER BY version"
    )
    var known = 0
    while try row.step() {
      known += 1
      guard known <= version, row.integer(0) == known,
        row.text(1) == AuditSchema.digest(of: known).hex
      else {
        report.structure.fail("the list of schema versions is not this log's")
        return
      }
      if UTCTime.seconds(row.text(2)) == nil {
        report.structure.fail("a schema version was applied at no time")
      }
      if known == 1, try String.fetchOne(db, sql: "SELECT created FROM log") != row.text(2) {
        report.structure.fail("the log was not made when its tables were")
      }
    }
    if known != version { report.structure.fail("a schema version is missing") }
    if try Int.fetchOne(db, sql: "SELECT count(*) FROM log WHERE vkey IS NOT NULL") != 0 {
      report.structure.fail("`vkey` is not empty, though keys are named by events")
    }
  }

  private mutating func readCheckpoints(_ db: Database) throws {
    let origin = try String.fetchOne(db, sql: "SELECT origin FROM log")
    if origin == nil { report.structure.fail("the log has no name") }
    var all: [AuditCheckpoint] = []
    let row = try AuditStatement(db, "SELECT size, root, note FROM checkpoint ORDER BY size")
    while try row.step() {
      let size = row.integer(0)
      guard size > 0, let root = Digest(bytes: Array(row.bytes(1))) else {
        report.checkpoints.fail("a checkpoint has no size or no root", at: max(size - 1, 0))
        continue
      }
      let checkpoint = AuditCheckpoint(origin: origin ?? "", size: size, root: root)
      let note = try? SignedNote(parsing: Array(row.bytes(2)), file: "checkpoint")
      if let note, note.text == checkpoint.note {
        if !note.signatures.isEmpty { notes.append((size, note)) }
      } else {
        report.checkpoints.fail("the note of a checkpoint says something else", at: size - 1)
      }
      all.append(checkpoint)
    }
    lastCheckpoint = all.last?.size ?? 0
    checkpoints = all[...]
  }

  private mutating func checkSignatures(_ db: Database) throws {
    var signatures = VerificationReport.Signatures()
    signatures.areTrusted = !keys.isEmpty
    signatures.keys = try keys.isEmpty ? announcedKeys(db) : keys
    for (size, note) in notes {
      let standings = signatures.keys.map(note.standing)
      if standings.contains(.forged) {
        report.checkpoints.fail("a signature is not of the key that it names", at: size - 1)
      } else if standings.contains(.valid) {
        signatures.valid += 1
        signatures.lastSize = size
      }
    }
    signatures.signedSize = signatures.lastSize
    if let external, let externalNote {
      let standings = signatures.keys.map(externalNote.standing)
      let isSigned = standings.contains(.valid)
      signatures.external = isSigned
      if isSigned { signatures.signedSize = max(signatures.lastSize ?? 0, external.size) }
      if standings.contains(.forged) {
        report.external?.fail("a signature is not of the key that it names")
      }
    }
    report.signatures = signatures
  }

  /// The keys that the log's events name; a body that names none is found by its leaf.
  private func announcedKeys(_ db: Database) throws -> [NoteVerifier] {
    let row = try AuditStatement(
      db,
      "SELECT json_extract(body, '$.vkey') FROM event WHERE kind = ? ORDER BY seq"
    )
    row.bind(AuditLog.keyKind, at: 1)
    var keys: [NoteVerifier] = []
    while try row.step() {
      if let key = try? NoteVerifier(parsing: row.text(0)) { keys.append(key) }
    }
    return keys
  }

  private mutating func readEvents(_ db: Database, progress: (Int) throws -> Void) throws {
    let row = try AuditStatement(db, "SELECT seq, body, leaf FROM event ORDER BY seq")
    var batch = EventBatch()
    while try row.step() {
      let expected = batch.first + batch.count
      if row.integer(0) != expected {
        report.structure.fail("event \(expected) is missing", at: expected)
      }
      batch.add(body: row.bytes(1), leaf: row.bytes(2))
      guard batch.isFull else { continue }
      try check(batch)
      batch.clear()
      try progress(tree.size)
    }
    try check(batch)
    try progress(tree.size)
  }

  private mutating func check(_ batch: EventBatch) throws {
    let hashes = try batch.hashes()
    try batch.bytes.withUnsafeBytes { buffer in
      for index in 0..<batch.count {
        let seq = batch.first + index
        if hashes[index].bytes != batch.leaf(index) {
          report.leaves.fail("a body does not fit its leaf", at: seq)
        }
        let body = batch.body(index, of: buffer)
        let scan = BodyScan(body)
        if BodyScan.equal(scan.kind, "log.import"), !isImport(body) {
          report.structure.fail("an import is not of the events before it", at: seq)
        }
        append(hashes[index])
        checkRoots()
        if !scan.isCanonical {
          report.leaves.fail("a body is not in canonical form", at: seq)
        }
        indexes.add(scan, seq: seq)
        completeness.add(scan, of: body, seq: seq)
        try sealed.add(scan, of: body, seq: seq)
      }
    }
  }

  /// Whether an event of an import says what stood in the log before it.
  private func isImport(_ body: UnsafeRawBufferPointer) -> Bool {
    guard let members = try? CanonicalValue(parsing: Array(body)).members else { return false }
    return members["size"] == .integer(tree.size) && members["root"] == .string(tree.root.hex)
  }

  private mutating func append(_ leaf: Digest) {
    var grown = levels
    levels = []
    tree.append(leaf, height: 0) { height, node in
      guard height % 8 == 0 else { return }
      if grown.count < height / 8 { grown.append([]) }
      grown[height / 8 - 1] += node.bytes
    }
    levels = grown
  }

  /// Holds the root against the checkpoints of the present size.
  private mutating func checkRoots() {
    while let next = checkpoints.first, next.size <= tree.size {
      if next.size == tree.size, next.root != tree.root {
        report.checkpoints.fail("a checkpoint has another root", at: tree.size - 1)
      }
      checkpoints.removeFirst()
    }
    guard let external, external.size == tree.size, external.root != tree.root else { return }
    report.external?.fail("the checkpoint has another root", at: max(tree.size - 1, 0))
  }

  /// Holds the number of events against the checkpoints that are left.
  private mutating func checkEnd() {
    for late in checkpoints {
      report.checkpoints.fail("a checkpoint stands for \(late.size) events", at: tree.size)
    }
    if let external, external.size > tree.size {
      report.external?.fail(
        "the log has \(tree.size) events, the checkpoint \(external.size)",
        at: tree.size
      )
    }
    if let end = completeness.lastEnd, lastCheckpoint <= end {
      report.checkpoints.fail("the checkpoint of a run's end is missing", at: end)
    }
  }

  private mutating func checkTiles(_ db: Database) throws {
    let row = try AuditStatement(db, "SELECT level, idx, hashes FROM tile ORDER BY level, idx")
    let bytesPerTile = AuditSchema.tileWidth * 32
    var rows = 0
    while try row.step() {
      rows += 1
      let level = row.integer(0)
      let start = row.integer(1).multipliedReportingOverflow(by: bytesPerTile)
      guard level >= 1, level <= levels.count, !start.overflow, start.partialValue >= 0,
        start.partialValue < levels[level - 1].count
      else {
        report.tiles.fail("tile \(level)/\(row.integer(1)) is not of this tree")
        continue
      }
      let nodes = levels[level - 1]
      let end = min(start.partialValue + bytesPerTile, nodes.count)
      let hashes = row.bytes(2)
      let belong = nodes[start.partialValue..<end]
      guard !belong.elementsEqual(hashes) else { continue }
      let same = zip(belong, hashes).prefix { $0 == $1 }.count
      let leaf = (start.partialValue + same) / 32 << min(8 * level, 56)
      report.tiles.fail("tile \(level)/\(row.integer(1)) has other hashes", at: leaf)
    }
    let expected = levels.map { ($0.count + bytesPerTile - 1) / bytesPerTile }.reduce(0, +)
    if rows != expected { report.tiles.fail("\(rows) tiles where \(expected) belong") }
  }
}
