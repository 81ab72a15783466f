import Diagnostics
import SafetyCore

extension EvidenceBundle {
  /// Paths share most of their hashes, so that each hash is written once and named by its place.
  package var value: CanonicalValue {
    var places: [Digest: Int] = [:]
    var hashes: [CanonicalValue] = []
    let events: [CanonicalValue] = items.map { item in
      let path = item.path.map { hash in
        if let place = places[hash] { return CanonicalValue.integer(place) }
        places[hash] = hashes.count
        hashes.append(.string(hash.hex))
        return .integer(hashes.count - 1)
      }
      return [
        "index": .integer(item.index), "path": .array(path),
        "body": .string(String(decoding: item.body, as: UTF8.self)),
      ]
    }
    var members: [String: CanonicalValue] = [
      "format": .string(Self.format), "note": .string(note.encoded), "events": .array(events),
      "hashes": .array(hashes),
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
