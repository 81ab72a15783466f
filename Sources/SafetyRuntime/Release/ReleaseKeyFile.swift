import AuditLog
import Diagnostics
import SafetyCore

/// Keys that sign releases, in PEM: the private one for its owner alone, the public one beside it.
package enum ReleaseKeyFile {
  private static let maximumBytes = 1 << 16

  /// Makes a new key and writes `path` and `path.pub`; files that are there stay as they are.
  ///
  /// - Throws: `audit/file-exists`, or `audit/cannot-write` with the system's reason.
  package static func create(at path: String) throws -> P256SigningKey {
    let key = P256SigningKey.random()
    try SafeFile.createKeyPair(
      path,
      privateKey: Array("\(key.pem)\n".utf8),
      publicKey: Array(key.publicKey.pem.utf8)
    )
    return key
  }

  /// Reads a private key from a file that only its owner may read.
  ///
  /// - Throws: `release/key-exposed` where others may, `release/bad-key`, `release/cannot-read`.
  package static func signing(at path: String) throws -> P256SigningKey {
    let bytes = try SafeFile.readPrivateKey(path, limit: maximumBytes, family: "release")
    guard let key = P256SigningKey(pem: String(decoding: bytes, as: UTF8.self)) else {
      throw bad("no private key on P-256 in PEM", path)
    }
    return key
  }

  /// Reads a public key.
  ///
  /// - Throws: `release/bad-key`, `release/cannot-read`.
  package static func verifying(at path: String) throws -> P256PublicKey {
    let file = try SafeFile.read(path, limit: maximumBytes, code: "release/cannot-read")
    guard let key = P256PublicKey(pem: String(decoding: file.bytes, as: UTF8.self)) else {
      throw bad("no public key on P-256 in PEM", path)
    }
    return key
  }

  private static func bad(_ message: String, _ path: String) -> Diagnostic {
    Diagnostic(
      "release/bad-key",
      message,
      at: .init(file: path),
      hint: "`release keygen FILE` makes FILE and FILE.pub"
    )
  }
}
