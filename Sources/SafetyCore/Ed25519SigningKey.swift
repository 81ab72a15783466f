import Crypto

/// An Ed25519 private key (RFC 8032); who holds it signs checkpoints.
package struct Ed25519SigningKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  /// Takes 32 bytes of seed, or returns nil for any other count.
  package init?(seed: [UInt8]) {
    guard seed.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    else { return nil }
    self.key = key
  }

  private init(_ key: Curve25519.Signing.PrivateKey) { self.key = key }

  /// A key from the system's secure generator.
  package static func random() -> Ed25519SigningKey { Ed25519SigningKey(.init()) }

  /// The 32 bytes that are the whole secret.
  package var seed: [UInt8] { Array(key.rawRepresentation) }

  package var publicKey: Ed25519PublicKey { Ed25519PublicKey(key.publicKey) }

  /// 64 bytes.
  package func signature(over message: [UInt8]) throws -> [UInt8] {
    Array(try key.signature(for: message))
  }
}
