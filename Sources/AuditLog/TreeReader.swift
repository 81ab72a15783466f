import GRDB
import SafetyCore

/// Hashes of any part of a log's tree, from its tiles and leaves.
///
/// A subtree costs one row of `tile` or 256 leaves, and at most 255 node hashes.
struct TreeReader {
  private let db: Database
  private let path: String
  private var tiles: [Tile: [Digest]] = [:]

  private struct Tile: Hashable {
    var level: Int
    var index: Int
  }

  init(_ db: Database, path: String) {
    self.db = db
    self.path = path
  }

  /// The root over consecutive events that begin where a subtree of their size may begin.
  mutating func root(of range: Range<Int>) throws -> Digest {
    var tree = MerkleRange()
    for height in stride(from: 61, through: 0, by: -1) where range.count >> height & 1 == 1 {
      let node = try self.node(height: height, index: (range.lowerBound + tree.size) >> height)
      tree.append(node, height: height) { _, _ in }
    }
    return tree.root
  }

  private mutating func node(height: Int, index: Int) throws -> Digest {
    let level = height / 8
    let below = height % 8
    let width = AuditSchema.tileWidth
    let first = index << below
    let tile = try hashes(Tile(level: level, index: first / width))
    let start = first % width
    guard tile.count >= start + 1 << below else { throw damaged(level, first / width) }
    var nodes = Array(tile[start..<start + 1 << below])
    while nodes.count > 1 {
      nodes = stride(from: 0, to: nodes.count, by: 2).map {
        MerkleRange.node(nodes[$0], nodes[$0 + 1])
      }
    }
    return nodes[0]
  }

  private mutating func hashes(_ tile: Tile) throws -> [Digest] {
    if let known = tiles[tile] { return known }
    var found: [Digest] = []
    if tile.level == 0 {
      let width = AuditSchema.tileWidth
      let row = try AuditStatement(
        db,
        "SELECT leaf FROM event WHERE seq >= ? AND seq < ? ORDER BY seq"
      )
      row.bind(tile.index * width, at: 1)
      row.bind((tile.index + 1) * width, at: 2)
      while try row.step() {
        guard let leaf = Digest(bytes: Array(row.bytes(0))) else { throw damaged(0, tile.index) }
        found.append(leaf)
      }
    } else {
      let row = try AuditStatement(db, "SELECT hashes FROM tile WHERE level = ? AND idx = ?")
      row.bind(tile.level, at: 1)
      row.bind(tile.index, at: 2)
      guard try row.step() else { throw damaged(tile.level, tile.index) }
      let bytes = Array(row.bytes(0))
      found = stride(from: 0, to: bytes.count - 31, by: 32).compactMap {
        Digest(bytes: Array(bytes[$0..<$0 + 32]))
      }
    }
    tiles[tile] = found
    return found
  }

  private func damaged(_ level: Int, _ index: Int) -> any Error {
    AuditFailure.diagnostic(code: 11, message: "tile \(level)/\(index)", path: path)
  }
}
