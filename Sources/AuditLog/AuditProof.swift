import Diagnostics
import SafetyCore

/// Evidence that needs no log: an event, or an earlier size, under a checkpoint.
package struct AuditProof: Sendable, Hashable {
  static let format = "gemma-safety.audit-proof/1"

  /// What is proved.
  package enum Claim: Sendable, Hashable {
    /// This body is the event of this number.
    case inclusion(index: Int, body: [UInt8])
    /// The log continues what this note stands for.
    case consistency(from: SignedNote)
  }

  package var claim: Claim
  /// Hashes from the leaf upwards.
  package var path: [Digest]
  /// The checkpoint that the path leads to.
  package var note: SignedNote
  /// Sealed contents of the event that its owner chose to show.
  package var opened: [Opened]

  /// A sealed content with what it takes to check it against the event's commitment.
  package struct Opened: Sendable, Hashable {
    package var slot: String
    package var salt: [UInt8]
    package var content: [UInt8]
  }

  init(claim: Claim, path: [Digest], note: SignedNote, opened: [Opened] = []) {
    self.claim = claim
    self.path = path
    self.note = note
    self.opened = opened
  }

  /// Whether the hashes lead to the checkpoint: a phrase about what does not fit, or nil.
  package func problem() throws -> String? {
    let (checkpoint, _) = try AuditCheckpoint.parse(Array(note.encoded.utf8), file: "note")
    switch claim {
    case .inclusion(let index, let body):
      let root = MerkleProof.root(
        fromLeaf: MerkleRange.leafHash(body),
        index: index,
        size: checkpoint.size,
        path: path
      )
      guard root == checkpoint.root else {
        return "the event does not lead to the checkpoint's root"
      }
      guard !opened.isEmpty else { return nil }
      let commitments = try Commitment.all(in: body, name: "body")
      let holds = opened.allSatisfy { item in
        commitments.contains { $0.slot == item.slot && $0.holds(item.content, salt: item.salt) }
      }
      return holds ? nil : "a content shown is not the one that the event commits to"
    case .consistency(let note):
      let (old, _) = try AuditCheckpoint.parse(Array(note.encoded.utf8), file: "from_note")
      guard old.origin == checkpoint.origin else { return "the checkpoints are of two logs" }
      let isConsistent = MerkleProof.isConsistent(
        from: old.size,
        oldRoot: old.root,
        to: checkpoint.size,
        newRoot: checkpoint.root,
        path: path
      )
      return isConsistent ? nil : "the later checkpoint does not continue the earlier one"
    }
  }
}

extension AuditProof {
  package var value: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "format": .string(Self.format), "path": .array(path.map { .string($0.hex) }),
      "note": .string(note.encoded),
    ]
    if !opened.isEmpty {
      members["opened"] = .array(
        opened.map {
          [
            "slot": .string($0.slot), "salt": .string(Base64.encode($0.salt)),
            "content": .string(Base64.encode($0.content)),
          ]
        }
      )
    }
    switch claim {
    case .inclusion(let index, let body):
      members["claim"] = "inclusion"
      members["index"] = .integer(index)
      members["body"] = .string(String(decoding: body, as: UTF8.self))
    case .consistency(let from):
      members["claim"] = "consistency"
      members["from_note"] = .string(from.encoded)
    }
    return .object(members)
  }

  /// Reads what `value` writes.
  ///
  /// - Throws: A `json/…`, `event/…` or `note/malformed` diagnostic, or `audit/not-a-proof`.
  package init(parsing bytes: [UInt8], file: String) throws {
    let value = try CanonicalValue(parsing: bytes, file: file, maximumDepth: 8)
    let members = try EventMembers(value, name: file)
    func note(_ key: String) throws -> SignedNote {
      try SignedNote(parsing: Array(try members.string(key).utf8), file: "\(file), `\(key)`")
    }
    guard try members.string("format") == Self.format else {
      throw members.problem("audit/not-a-proof", "`format` is not `\(Self.format)`")
    }
    let hashes = try members.array("path")
    guard hashes.count <= MerkleProof.maximumLength else {
      throw members.problem("audit/not-a-proof", "`path` has \(hashes.count) hashes")
    }
    path = try hashes.map { hash in
      guard case .string(let hex) = hash, let digest = Digest(hex: hex) else {
        throw members.problem("audit/not-a-proof", "`path` holds something else than hashes")
      }
      return digest
    }
    switch try members.string("claim") {
    case "inclusion":
      claim = .inclusion(
        index: try members.count("index"),
        body: Array(try members.string("body").utf8)
      )
    case "consistency": claim = .consistency(from: try note("from_note"))
    default: throw members.problem("audit/not-a-proof", "`claim` is of an unknown kind")
    }
    self.note = try note("note")
    opened = try value.members?["opened"] == nil ? [] : Self.opened(members)
  }

  private static func opened(_ members: EventMembers) throws -> [Opened] {
    try members.objects("opened").map { item in
      guard let salt = Base64.decode(try item.string("salt")), salt.count == 32,
        let content = Base64.decode(try item.string("content"))
      else { throw item.problem("audit/not-a-proof", "a content shown is not in base64") }
      return Opened(slot: try item.string("slot"), salt: salt, content: content)
    }
  }
}
