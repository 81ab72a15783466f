import SafetyCore

/// An entry of an event's member `sealed`.
package struct Commitment: Sendable, Hashable {
  package var slot: String
  package var subject: String
  /// Bytes of the content.
  package var length: Int
  package var commit: Digest

  static let algorithm = "HMAC-SHA256"

  var value: CanonicalValue {
    [
      "slot": .string(slot), "subject": .string(subject), "len": .integer(length),
      "alg": .string(Self.algorithm), "commit": .string(commit.hex),
    ]
  }

  init(slot: String, subject: String, length: Int, commit: Digest) {
    self.slot = slot
    self.subject = subject
    self.length = length
    self.commit = commit
  }

  init(reading members: EventMembers) throws {
    guard try members.string("alg") == Self.algorithm else {
      throw members.problem("event/wrong-type", "`alg` is not `\(Self.algorithm)`")
    }
    self.init(
      slot: try members.string("slot"),
      subject: try members.string("subject"),
      length: try members.count("len"),
      commit: try members.digest("commit")
    )
  }

  /// The commitments of a body, which has at least one.
  static func all(in body: [UInt8], name: String) throws -> [Commitment] {
    let members = try EventMembers(CanonicalValue(parsing: body, file: name), name: name)
    return try members.objects("sealed").map { try Commitment(reading: $0) }
  }

  /// Whether this is the content that was committed to.
  func holds(_ content: [UInt8], salt: [UInt8]) -> Bool {
    content.count == length && Seal.commit(content, salt: salt) == commit
  }
}
