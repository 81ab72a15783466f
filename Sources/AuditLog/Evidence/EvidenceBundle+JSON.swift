import Diagnostics
import SafetyCore

extension EvidenceBundle {
  /// Paths share most of their hashes, so that each hash is written once and named by its place.
  package var value: CanonicalValue {
    var table = HashTable()
    let events: [CanonicalValue] = items.map { item in
      [
        "index": .integer(item.index), "path": .array(table.places(of: item.path)),
        "body": .string(String(decoding: item.body, as: UTF8.self)),
      ]
    }
    var members: [String: CanonicalValue] = [
      "format": .string(Self.format), "note": .string(note.encoded), "events": .array(events),
      "hashes": .array(table.hashes),
    ]
    members["about"] = about
    return .object(members)
  }

  /// Reads what `value` writes.
  ///
  /// - Throws: A `json/…`, `event/…` or `note/malformed` diagnostic, or `audit/not-evidence`.
  package init(parsing bytes: [UInt8], file: String) throws {
    let value = try CanonicalValue(
      parsing: bytes,
      file: file,
      maximumBytes: Self.maximumBytes,
      maximumDepth: 32
    )
    let members = try EventMembers(value, name: file)
    guard try members.string("format") == Self.format else {
      throw members.problem("audit/not-evidence", "`format` is not `\(Self.format)`")
    }
    note = try SignedNote(
      parsing: Array(try members.string("note").utf8),
      file: "\(file), `note`"
    )
    let hashes = try members.array("hashes").map { hash in
      guard case .string(let hex) = hash, let digest = Digest(hex: hex) else {
        throw members.problem("audit/not-evidence", "`hashes` holds something else than hashes")
      }
      return digest
    }
    items = try members.objects("events").map { try Self.item($0, hashes: hashes) }
    for (item, next) in zip(items, items.dropFirst()) where item.index >= next.index {
      throw members.problem("audit/not-evidence", "events are not in order of their numbers")
    }
    about = value.members?["about"]
  }

  private static func item(_ members: EventMembers, hashes: [Digest]) throws -> EvidenceItem {
    let path = try members.array("path")
    guard path.count <= MerkleProof.maximumLength else {
      throw members.problem("audit/not-evidence", "`path` has \(path.count) hashes")
    }
    return EvidenceItem(
      index: try members.count("index"),
      body: Array(try members.string("body").utf8),
      path: try path.map { place in
        guard case .integer(let place) = place, hashes.indices.contains(place) else {
          throw members.problem("audit/not-evidence", "`path` names a hash that is not there")
        }
        return hashes[place]
      }
    )
  }
}

/// The hashes of a bundle, each once, in the order in which paths name them first.
private struct HashTable {
  private(set) var hashes: [CanonicalValue] = []
  private var known: [Digest: Int] = [:]
  private var last: [(hash: Digest, place: Int)] = []

  /// Where the hashes of a path stand.
  mutating func places(of path: [Digest]) -> [CanonicalValue] {
    // Paths of neighbours are the same from some height on, so that few hashes are looked up.
    let rise = last.count - path.count
    last = path.enumerated().map { height, hash -> (hash: Digest, place: Int) in
      let above = height + rise
      if last.indices.contains(above), last[above].hash == hash { return last[above] }
      return (hash, place(of: hash))
    }
    return last.map { .integer($0.place) }
  }

  private mutating func place(of hash: Digest) -> Int {
    if let place = known[hash] { return place }
    known[hash] = hashes.count
    hashes.append(.string(hash.hex))
    return hashes.count - 1
  }
}
