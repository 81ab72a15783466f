import Diagnostics
import SafetyCore

/// A private key of notes, as text `PRIVATE+KEY+name+hash+base64`, which Go's `note` package reads.
package struct NoteSigner: Sendable {
  package let name: String
  private let key: Ed25519SigningKey

  package init(name: String, key: Ed25519SigningKey) {
    precondition(NoteVerifier.isName(name), "a key's name has no white space and no plus")
    self.name = name
    self.key = key
  }

  /// Reads a key as `encoded` writes it.
  ///
  /// - Throws: `note/bad-key`, which never quotes the key.
  package init(parsing text: some StringProtocol, file: String = "key") throws {
    let parts = text.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY",
      NoteVerifier.isName(parts[2]), let bytes = Base64.decode(parts[4]),
      bytes.first == NoteVerifier.Kind.ed25519.rawValue,
      let key = Ed25519SigningKey(seed: Array(bytes.dropFirst()))
    else {
      throw Diagnostic(
        "note/bad-key",
        "expected a private key of the form PRIVATE+KEY+name+hash+base64",
        at: .init(file: file),
        hint: "`audit checkpoint --new-key FILE` makes one"
      )
    }
    self.init(name: String(parts[2]), key: key)
    guard NoteVerifier.hex(verifier.id) == parts[3] else {
      throw Diagnostic(
        "note/bad-key",
        "the hash in the key is not its own, so the key was changed or miscopied",
        at: .init(file: file)
      )
    }
  }

  /// The whole secret.
  package var encoded: String {
    let bytes = [NoteVerifier.Kind.ed25519.rawValue] + key.seed
    return "PRIVATE+KEY+\(name)+\(NoteVerifier.hex(verifier.id))+\(Base64.encode(bytes))"
  }

  package var verifier: NoteVerifier { NoteVerifier(name: name, key: key.publicKey) }

  func sign(_ text: String) throws -> SignedNote.Signature {
    SignedNote.Signature(
      name: name,
      keyID: verifier.id,
      bytes: try key.signature(over: Array(text.utf8))
    )
  }
}
