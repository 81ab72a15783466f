import Diagnostics
import GRDB
import SafetyCore

extension AuditLog: DecisionSink {
  /// Events between two checkpoints of a run that does not end.
  static let checkpointInterval = 65_536

  /// Appends records in order, their tiles and the resume state in one durable transaction.
  ///
  /// A `run.end` also writes a checkpoint and deletes the run's resume state.
  /// - Throws: `audit/run-exists` for the second beginning of a run, or another `audit/…` diagnostic;
  ///   then nothing of the call is in the log.
  package func append(_ records: [DecisionRecord], run: String, state: [UInt8]?) throws {
    guard !records.isEmpty || state != nil else { return }
    var grown = MerkleRange()
    try write { db in
      grown = try self.currentTree(db)
      let before = grown.size
      try self.insert(records, into: db, tree: &grown)
      if let state { try self.store(state, of: run, in: db) }
      let ended = records.filter { $0.kind == RunEnd.kind }
      for record in ended { try self.deleteState(of: record.run, in: db) }
      let interval = Self.checkpointInterval
      if !ended.isEmpty || before / interval != grown.size / interval {
        try self.writeCheckpoint(db, of: grown)
      }
    }
    tree.withLock { $0 = grown }
  }

  /// The bytes last stored for a run, or nil where there are none or the run has ended.
  package func resumeState(of run: String) throws -> [UInt8]? {
    try read { db in
      let statement = try AuditStatement(db, "SELECT state FROM run_state WHERE run = ?")
      statement.bind(run, at: 1)
      return try statement.step() ? Array(statement.bytes(0)) : nil
    }
  }

  /// The tree at the log's present size: the kept one, or rebuilt from tiles and leaves.
  func currentTree(_ db: Database) throws -> MerkleRange {
    let size = try Int.fetchOne(db, sql: "SELECT max(seq) + 1 FROM event") ?? 0
    let kept = tree.withLock { $0 }
    return kept.size == size ? kept : try rebuildTree(db, size: size)
  }

  /// Gives each record its number, its leaf and its place in the tiles.
  func insert(
    _ records: [DecisionRecord],
    into db: Database,
    tree: inout MerkleRange
  ) throws {
    let now = clock()
    let first = tree.size
    var nodes: [TreeNode] = []
    for record in records {
      guard record.body["sealed"] == nil else {
        throw Diagnostic("audit/reserved", "`sealed` is a member that the log itself writes")
      }
      try refuseSecondBeginning(record, in: db)
      var members = record.body
      members["kind"] = .string(record.kind)
      members["run"] = .string(record.run)
      members["ts"] = .string(now)
      let seals = try record.sealed.isEmpty ? [] : seal(record.sealed, of: tree.size, in: db)
      if !seals.isEmpty { members["sealed"] = .array(seals.map(\.commitment)) }
      let seq = tree.size
      let body = CanonicalValue.object(members).canonicalJSON
      try insert(body: body, into: db, tree: &tree, nodes: &nodes)
      for seal in seals { try store(seal, of: seq, in: db) }
    }
    try store(nodes, in: db)
    if records.contains(where: { AuditSchema.searchedKinds.contains($0.kind) }) {
      try indexWords(from: first, in: db)
    }
  }

  /// A node that became complete and belongs into a tile.
  struct TreeNode {
    var level: Int
    var index: Int
    var hash: Digest
  }

  /// Appends a body as it is; its nodes are for `store(_:in:)`.
  func insert(
    body: [UInt8],
    into db: Database,
    tree: inout MerkleRange,
    nodes: inout [TreeNode]
  ) throws {
    let sql = "INSERT INTO event (seq, body, leaf) VALUES (?, ?, ?)"
    let statement = try AuditStatement(db, sql, cached: true)
    let leaf = MerkleRange.leafHash(body)
    statement.bind(tree.size, at: 1)
    statement.bind(text: body, at: 2)
    statement.bind(blob: leaf.bytes, at: 3)
    try statement.run()
    let next = tree.size + 1
    tree.append(leaf, height: 0) { height, node in
      guard height % 8 == 0 else { return }
      nodes.append(TreeNode(level: height / 8, index: (next >> height) - 1, hash: node))
    }
  }

  /// Puts nodes into their tiles, in the order in which they became complete.
  func store(_ nodes: [TreeNode], in db: Database) throws {
    for node in nodes { try addToTile(node.hash, node.level, node.index, in: db) }
  }

  /// Puts a node at the end of its tile; the first one makes the row.
  private func addToTile(_ node: Digest, _ level: Int, _ index: Int, in db: Database) throws {
    let width = AuditSchema.tileWidth
    let sql =
      index % width == 0
      ? "INSERT INTO tile (hashes, level, idx) VALUES (?, ?, ?)"
      : """
      UPDATE tile SET hashes = CAST(hashes || ? AS BLOB)
      WHERE level = ? AND idx = ? AND length(hashes) = ?
      """
    let statement = try AuditStatement(db, sql, cached: true)
    statement.bind(blob: node.bytes, at: 1)
    statement.bind(level, at: 2)
    statement.bind(index / width, at: 3)
    if index % width != 0 { statement.bind(index % width * 32, at: 4) }
    try statement.run()
    guard statement.changes == 1 else { throw damagedTile(level, index / width) }
  }

  private func rebuildTree(_ db: Database, size: Int) throws -> MerkleRange {
    var range = MerkleRange()
    for level in stride(from: 7, through: 1, by: -1) {
      let count = (size >> (8 * level)) & 255
      guard count > 0 else { continue }
      let index = size >> (8 * (level + 1))
      let sql = "SELECT hashes FROM tile WHERE level = ? AND idx = ?"
      let statement = try AuditStatement(db, sql)
      statement.bind(level, at: 1)
      statement.bind(index, at: 2)
      guard try statement.step() else { throw damagedTile(level, index) }
      let hashes = Array(statement.bytes(0))
      guard hashes.count == count * 32 else { throw damagedTile(level, index) }
      for start in stride(from: 0, to: hashes.count, by: 32) {
        guard let node = Digest(bytes: Array(hashes[start..<start + 32])) else { continue }
        range.append(node, height: 8 * level) { _, _ in }
      }
    }
    let leaves = try AuditStatement(db, "SELECT leaf FROM event WHERE seq >= ? ORDER BY seq")
    leaves.bind(size & ~255, at: 1)
    while try leaves.step() {
      guard let leaf = Digest(bytes: Array(leaves.bytes(0))) else { continue }
      range.append(leaf)
    }
    guard range.size == size else { throw damagedTile(0, size >> 8) }
    return range
  }

  private func damagedTile(_ level: Int, _ index: Int) -> any Error {
    AuditFailure.diagnostic(code: 11, message: "tile \(level)/\(index)", path: path)
  }

  private func store(_ state: [UInt8], of run: String, in db: Database) throws {
    let sql = """
      INSERT INTO run_state (run, state) VALUES (?, ?)
      ON CONFLICT (run) DO UPDATE SET state = excluded.state
      """
    let statement = try AuditStatement(db, sql, cached: true)
    statement.bind(run, at: 1)
    statement.bind(blob: state, at: 2)
    try statement.run()
  }

  private func deleteState(of run: String, in db: Database) throws {
    let statement = try AuditStatement(db, "DELETE FROM run_state WHERE run = ?")
    statement.bind(run, at: 1)
    try statement.run()
  }
}
