import Diagnostics
import GRDB
import Glibc
import SafetyCore

/// Makes a log from what another one exported; every body is taken byte for byte.
package enum AuditImport {
  /// Imports JSON lines as `audit export --format jsonl` writes them.
  ///
  /// - Parameters:
  ///   - lines: The exported file, or `-` for standard input.
  ///   - path: The log to make; it must not be there.
  ///   - note: The checkpoint that the import must come to; it also names the log.
  ///   - clock: The time of the new file.
  /// - Returns: What the new log stands for.
  /// - Throws: `audit/file-exists`; `import/not-canonical` with the line; `import/other-log` where
  ///   the checkpoint does not fit. No log is left behind then.
  package static func lines(
    _ lines: String,
    to path: String,
    note: SignedNote?,
    clock: @escaping @Sendable () -> String
  ) throws -> AuditCheckpoint {
    let reader = try LineReader(lines)
    return try make(path, note: note, clock: clock) { add in
      while let line = try reader.next() {
        try add(line, .init(file: reader.path, line: reader.line))
      }
    }
  }

  /// Imports a tile directory as `audit export --format tiles` writes it, with its checkpoint.
  ///
  /// - Throws: As `lines(_:to:note:clock:)`, or `audit/cannot-read` where a file is missing.
  package static func tiles(
    _ folder: String,
    to path: String,
    clock: @escaping @Sendable () -> String
  ) throws -> AuditCheckpoint {
    let file = folder + "/checkpoint"
    let (checkpoint, note) = try AuditCheckpoint.parse(
      SafeFile.read(file, limit: 1 << 20).bytes,
      file: file
    )
    return try make(path, note: note, clock: clock) { add in
      var seq = 0
      while seq < checkpoint.size {
        let count = min(TilePath.width, checkpoint.size - seq)
        let name = folder + "/" + TilePath.entries(index: seq / TilePath.width, count: count)
        let bytes = try SafeFile.read(name, limit: 32 << 20).bytes
        for entry in try entries(bytes, count: count, file: name) {
          try add(entry, .init(file: name))
        }
        seq += count
      }
    }
  }

  private static func entries(_ bytes: [UInt8], count: Int, file: String) throws -> [[UInt8]] {
    var entries: [[UInt8]] = []
    var offset = 0
    while offset < bytes.count {
      let start = offset + 2
      let length = start <= bytes.count ? Int(bytes[offset]) << 8 | Int(bytes[offset + 1]) : 0
      guard start + length <= bytes.count, length > 0 else {
        throw Diagnostic(
          "import/broken-bundle",
          "an entry goes beyond the end of its file",
          at: .init(file: file, byteOffset: offset)
        )
      }
      entries.append(Array(bytes[start..<start + length]))
      offset = start + length
    }
    guard entries.count == count else {
      throw Diagnostic(
        "import/broken-bundle",
        "\(entries.count) entries where \(count) belong",
        at: .init(file: file)
      )
    }
    return entries
  }

  private typealias Add = ([UInt8], Diagnostic.Place) throws -> Void

  private static func make(
    _ path: String,
    note: SignedNote?,
    clock: @escaping @Sendable () -> String,
    _ feed: (Add) throws -> Void
  ) throws -> AuditCheckpoint {
    guard access(path, F_OK) != 0 else {
      throw Diagnostic(
        "audit/file-exists",
        "the log is there already; an import makes a new one",
        at: .init(file: path),
        hint: "name another file"
      )
    }
    do {
      let wanted = try note.map {
        try AuditCheckpoint.parse(Array($0.encoded.utf8), file: "checkpoint").checkpoint
      }
      let log = try AuditLog(path: path, mode: .readWrite, origin: wanted?.origin, clock: clock)
      let made = try log.importBodies(expecting: wanted, note: note, feed)
      try log.close()
      return made
    } catch {
      for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
      throw error
    }
  }
}

extension AuditLog {
  /// Appends canonical bodies as they are, all or none.
  ///
  /// Where some of them sealed contents, which no export holds, one more event says so.
  func importBodies(
    expecting wanted: AuditCheckpoint?,
    note: SignedNote?,
    _ feed: (([UInt8], Diagnostic.Place) throws -> Void) throws -> Void
  ) throws -> AuditCheckpoint {
    var tree = MerkleRange()
    var made: AuditCheckpoint?
    try write { db in
      let hasSealed = try self.insertBodies(feed, into: db, tree: &tree)
      try self.indexWords(from: 0, in: db)
      let checkpoint = try self.checkpoint(db, of: tree)
      guard wanted == nil || wanted == checkpoint else {
        throw Diagnostic(
          "import/other-log",
          "the events are not those of the checkpoint: \(tree.size) of \(wanted?.size ?? 0) events, "
            + "root \(tree.root.hex)",
          hint: "no log was made"
        )
      }
      try self.writeCheckpoint(db, of: tree, note: note)
      made = checkpoint
      guard hasSealed else { return }
      let record = DecisionRecord(
        kind: Self.importKind,
        run: Self.ownRun,
        body: ["size": .integer(checkpoint.size), "root": .string(checkpoint.root.hex)]
      )
      try self.insert([record], into: db, tree: &tree)
    }
    return made ?? AuditCheckpoint(origin: "", size: 0, root: tree.root)
  }

  /// Inserts bodies and stores the tree's nodes over them.
  ///
  /// - Returns: Whether one of them sealed contents.
  private func insertBodies(
    _ feed: (([UInt8], Diagnostic.Place) throws -> Void) throws -> Void,
    into db: Database,
    tree: inout MerkleRange
  ) throws -> Bool {
    var nodes: [TreeNode] = []
    var hasSealed = false
    try feed { body, place in
      try Self.checkBody(body, place)
      if body.withUnsafeBytes({ BodyScan($0).hasSealed }) { hasSealed = true }
      try insert(body: body, into: db, tree: &tree, nodes: &nodes)
      guard nodes.count >= 256 else { return }
      try store(nodes, in: db)
      nodes.removeAll(keepingCapacity: true)
    }
    try store(nodes, in: db)
    return hasSealed
  }

  /// A body must be canonical, or no verifier would know which bytes were meant.
  private static func checkBody(_ body: [UInt8], _ place: Diagnostic.Place) throws {
    let value = try CanonicalValue(parsing: body, file: place.description)
    let members = try EventMembers(value, name: place.description)
    for key in ["kind", "run", "ts"] { _ = try members.string(key) }
    guard value.canonicalJSON == body else {
      throw Diagnostic(
        "import/not-canonical",
        "the event is not in the canonical form of RFC 8785",
        at: place
      )
    }
  }
}
