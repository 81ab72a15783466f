import Crypto

/// The public half, with which anyone can check a signature.
package struct Ed25519PublicKey: Sendable {
  private let key: Curve25519.Signing.PublicKey

  /// Takes 32 bytes, or returns nil for bytes that are no key.
  package init?(bytes: [UInt8]) {
    guard bytes.count == 32, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
    else { return nil }
    self.key = key
  }

  init(_ key: Curve25519.Signing.PublicKey) { self.key = key }

  package var bytes: [UInt8] { Array(key.rawRepresentation) }

  package func isValid(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    key.isValidSignature(signature, for: message)
  }
}
