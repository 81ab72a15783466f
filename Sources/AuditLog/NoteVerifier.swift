import Diagnostics
import SafetyCore

/// A public key of notes, as text `name+hash+base64`: of a log, or of a witness that cosigns.
package struct NoteVerifier: Sendable, Hashable {
  /// What is signed, by the first byte of the key.
  package enum Kind: UInt8, Sendable {
    /// The text itself.
    case ed25519 = 1
    /// The time and the text (c2sp.org/tlog-cosignature).
    case cosignature = 4
  }

  package var name: String
  /// The first four bytes of SHA-256 of the name, a line feed, the kind and the key.
  package var id: [UInt8]
  package var kind: Kind
  /// 32 bytes.
  package var key: [UInt8]

  init(name: String, kind: Kind = .ed25519, key: Ed25519PublicKey) {
    self.name = name
    self.kind = kind
    self.key = key.bytes
    id = Self.id(name: name, kind: kind, key: key.bytes)
  }

  /// Reads a key as `encoded` writes it.
  ///
  /// - Throws: `note/bad-key`.
  package init(parsing text: some StringProtocol, file: String = "key") throws {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, Self.isName(parts[0]), let bytes = Base64.decode(parts[2]),
      let kind = bytes.first.flatMap(Kind.init(rawValue:)),
      let key = Ed25519PublicKey(bytes: Array(bytes.dropFirst()))
    else {
      throw Diagnostic(
        "note/bad-key",
        "expected a public key of the form name+hash+base64",
        at: .init(file: file),
        hint: "`audit checkpoint --new-key FILE` writes one to FILE.pub"
      )
    }
    self.init(name: String(parts[0]), kind: kind, key: key)
    guard Self.hex(id) == parts[1] else {
      throw Diagnostic(
        "note/bad-key",
        "the hash in the key is not its own, so the key was changed or miscopied",
        at: .init(file: file)
      )
    }
  }

  package var encoded: String {
    "\(name)+\(Self.hex(id))+\(Base64.encode([kind.rawValue] + key))"
  }

  func isValid(_ signature: SignedNote.Signature, over text: String) -> Bool {
    guard let key = Ed25519PublicKey(bytes: key) else { return false }
    switch kind {
    case .ed25519: return key.isValid(signature.bytes, over: Array(text.utf8))
    case .cosignature:
      guard signature.bytes.count == 72 else { return false }
      let time = signature.bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let message = "cosignature/v1\ntime \(time)\n\(text)"
      return key.isValid(Array(signature.bytes[8...]), over: Array(message.utf8))
    }
  }

  /// Whether a key may be called so: no white space, no `+`, not empty.
  package static func isName(_ name: some StringProtocol) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && $0 != "+" && $0.value > 32
      }
  }

  static func id(name: String, kind: Kind, key: [UInt8]) -> [UInt8] {
    Array(Digest.sha256(Array(name.utf8) + [0x0A, kind.rawValue] + key).bytes[..<4])
  }

  static func hex(_ id: [UInt8]) -> String {
    id.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
