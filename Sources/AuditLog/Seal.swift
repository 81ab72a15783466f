import SafetyCore

/// One content on its way into the log: what the event says of it, and what lies beside the tree.
struct Seal {
  var slot: String
  var subject: String
  /// 32 random bytes, without which the commitment cannot be guessed even for a short text.
  var salt: [UInt8]
  /// Encrypted with the subject's key.
  var content: [UInt8]
  /// The entry of the member `sealed`.
  var commitment: CanonicalValue

  /// `HMAC-SHA256(salt, content)`.
  static func commit(_ content: [UInt8], salt: [UInt8]) -> Digest {
    content.withUnsafeBytes { DigestKey(bytes: salt).authenticate($0) }
  }

  /// What a content is encrypted for, so that it cannot be moved to another event.
  static func place(_ seq: Int, _ slot: String) -> String { "\(seq)/\(slot)" }
}
