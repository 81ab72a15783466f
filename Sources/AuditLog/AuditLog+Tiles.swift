import Diagnostics
import GRDB
import Glibc
import SafetyCore

extension AuditLog {
  /// Writes the log as a C2SP tile directory, which clients of transparency logs read.
  ///
  /// It holds the events under the last stored checkpoint. A directory that holds an earlier state
  /// of the log grows; one that this log does not continue is refused.
  /// - Parameters:
  ///   - folder: Made where there is none.
  ///   - hashesOnly: Leaves the events themselves out.
  /// - Returns: Events under the checkpoint written.
  /// - Throws: `audit/not-continued`, `audit/cannot-write`; `audit/entry-too-long` for an event of
  ///   over 65,535 bytes, which the format has no room for.
  package func exportTiles(to folder: String, hashesOnly: Bool = false) throws -> Int {
    let published = folder + "/checkpoint"
    if access(published, F_OK) == 0 {
      let old = try SafeFile.read(published, limit: 1 << 20).bytes
      try checkContinues(AuditCheckpoint.parse(old, file: published).checkpoint, file: published)
    }
    return try read { db in
      let last = try Int.fetchOne(db, sql: "SELECT max(size) FROM checkpoint")
      let now = try self.currentTree(db)
      let size = last ?? now.size
      let note =
        try self.storedNote(db, size: size)
        ?? SignedNote(text: try self.checkpoint(db, of: now).note)
      try self.writeEvents(db, size: size, to: folder, hashesOnly: hashesOnly)
      try self.writeNodes(db, size: size, to: folder)
      // A log without events has no tile whose folder is made before.
      try SafeFile.makeFolders(above: published)
      // Last, so that a reader never sees a checkpoint whose tiles are not there.
      try SafeFile.replace(published, Array(note.encoded.utf8))
      return size
    }
  }

  private func writeEvents(
    _ db: Database,
    size: Int,
    to folder: String,
    hashesOnly: Bool
  ) throws {
    let row = try AuditStatement(db, "SELECT body, leaf FROM event WHERE seq < ? ORDER BY seq")
    row.bind(size, at: 1)
    var (hashes, bundle): ([UInt8], [UInt8]) = ([], [])
    var seq = 0
    while try row.step() {
      hashes += row.bytes(1)
      if !hashesOnly { try append(row.bytes(0), of: seq, to: &bundle) }
      seq += 1
      guard seq % TilePath.width == 0 || seq == size else { continue }
      let count = (seq - 1) % TilePath.width + 1
      let index = (seq - 1) / TilePath.width
      let tile = TilePath.tile(level: 0, index: index, count: count)
      try SafeFile.place(hashes, at: tile, under: folder)
      if !hashesOnly {
        try SafeFile.place(
          bundle,
          at: TilePath.entries(index: index, count: count),
          under: folder
        )
      }
      hashes.removeAll(keepingCapacity: true)
      bundle.removeAll(keepingCapacity: true)
    }
  }

  /// Appends an event to a bundle, its length before it in two bytes.
  private func append(_ body: UnsafeRawBufferPointer, of seq: Int, to bundle: inout [UInt8]) throws
  {
    guard body.count <= TilePath.maximumEntry else {
      throw Diagnostic(
        "audit/entry-too-long",
        "event \(seq) has \(body.count) bytes, a tile directory takes \(TilePath.maximumEntry)",
        at: .init(file: path),
        hint: "give `--hashes-only`, and hand the events out as JSON lines"
      )
    }
    bundle += [UInt8(body.count >> 8), UInt8(body.count & 255)]
    bundle += body
  }

  private func writeNodes(_ db: Database, size: Int, to folder: String) throws {
    let row = try AuditStatement(db, "SELECT level, idx, hashes FROM tile ORDER BY level, idx")
    while try row.step() {
      let level = row.integer(0)
      guard (1...7).contains(level) else { continue }
      // The table may be ahead of the checkpoint.
      let count = min(TilePath.width, (size >> (8 * level)) - row.integer(1) * TilePath.width)
      guard count > 0 else { continue }
      try SafeFile.place(
        Array(row.bytes(2).prefix(count * 32)),
        at: TilePath.tile(level: level, index: row.integer(1), count: count),
        under: folder
      )
    }
  }
}
