import Crypto

/// A key for HMAC-SHA-256, used where a digest must not be guessable from a short text.
package struct DigestKey: Sendable {
  private let key: SymmetricKey

  package init(bytes: [UInt8]) { key = SymmetricKey(data: bytes) }

  /// A key from the system's secure generator.
  package static func random() -> DigestKey {
    var generator = SystemRandomNumberGenerator()
    return DigestKey(bytes: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  package func authenticate(_ buffer: UnsafeRawBufferPointer) -> Digest {
    var hmac = HMAC<SHA256>(key: key)
    hmac.update(data: buffer)
    return Digest(hmac.finalize())
  }
}
