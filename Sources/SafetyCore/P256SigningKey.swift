import Crypto

/// A private key on the curve P-256, with which model signatures and statements are signed.
package struct P256SigningKey: Sendable {
  private let key: P256.Signing.PrivateKey

  /// Reads PKCS #8 or SEC 1 in PEM, or returns nil for anything else.
  package init?(pem: String) {
    guard let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) else { return nil }
    self.key = key
  }

  private init(_ key: P256.Signing.PrivateKey) { self.key = key }

  /// A key from the system's secure generator.
  package static func random() -> P256SigningKey { P256SigningKey(.init()) }

  /// PKCS #8 in PEM, which is the whole secret.
  package var pem: String { key.pemRepresentation }

  package var publicKey: P256PublicKey { P256PublicKey(key.publicKey) }

  /// An ECDSA signature over the SHA-256 of a message, in DER.
  package func signature(over message: [UInt8]) throws -> [UInt8] {
    Array(try key.signature(for: message).derRepresentation)
  }
}
