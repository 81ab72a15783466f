import Crypto

/// The public half, with which anyone can check a signature.
package struct P256PublicKey: Sendable {
  private let key: P256.Signing.PublicKey

  /// Reads SubjectPublicKeyInfo in PEM, or returns nil for anything else.
  package init?(pem: String) {
    guard let key = try? P256.Signing.PublicKey(pemRepresentation: pem) else { return nil }
    self.key = key
  }

  init(_ key: P256.Signing.PublicKey) { self.key = key }

  /// SubjectPublicKeyInfo in PEM, with a line feed at its end as OpenSSL writes it.
  package var pem: String { key.pemRepresentation + "\n" }

  /// Whether a DER signature is of this key over a message.
  package func isValid(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature) else {
      return false
    }
    return key.isValidSignature(signature, for: message)
  }
}
