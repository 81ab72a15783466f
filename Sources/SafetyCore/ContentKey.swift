import Crypto

/// A key that one person's texts are encrypted with (ChaCha20-Poly1305); to destroy it erases them.
package struct ContentKey: Sendable {
  private let key: SymmetricKey

  /// Takes 32 bytes, or returns nil for any other count.
  package init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    key = SymmetricKey(data: bytes)
  }

  /// Encrypts a text for one place; elsewhere it does not open.
  ///
  /// - Returns: Twelve bytes of nonce, the encrypted text, sixteen bytes of tag.
  package func seal(_ content: [UInt8], for place: String) throws -> [UInt8] {
    Array(
      try ChaChaPoly.seal(content, using: key, authenticating: Array(place.utf8)).combined
    )
  }

  /// The text, or nil for bytes that this key did not seal for this place.
  package func open(_ sealed: [UInt8], for place: String) -> [UInt8]? {
    guard let box = try? ChaChaPoly.SealedBox(combined: sealed),
      let content = try? ChaChaPoly.open(box, using: key, authenticating: Array(place.utf8))
    else { return nil }
    return Array(content)
  }
}
