import Diagnostics
import Glibc
import SafetyCore

/// Keys on disk: the private one for its owner alone, the public one beside it as `FILE.pub`.
package enum KeyFile {
  private static let maximumBytes = 4096

  /// Makes a new key and writes both files; files that are there already are left as they are.
  ///
  /// - Throws: `audit/file-exists`, or `audit/cannot-write` with the system's reason.
  package static func create(name: String, at path: String) throws -> NoteSigner {
    let signer = NoteSigner(name: name, key: .random())
    try SafeFile.createKeyPair(
      path,
      privateKey: Array("\(signer.encoded)\n".utf8),
      publicKey: Array("\(signer.verifier.encoded)\n".utf8)
    )
    return signer
  }

  /// Reads a private key from a file that only its owner may read.
  ///
  /// - Throws: `audit/key-exposed` where others may, `note/bad-key`, `audit/cannot-read`.
  package static func signer(at path: String) throws -> NoteSigner {
    let bytes = try SafeFile.readPrivateKey(
      path,
      limit: maximumBytes,
      family: "audit",
      hint: "`gemma-safety audit checkpoint LOG --new-key \(path)` makes a private key"
    )
    return try NoteSigner(parsing: firstLine(bytes), file: path)
  }

  /// Reads a public key: the key itself, or the file that holds it.
  package static func verifier(_ keyOrPath: String) throws -> NoteVerifier {
    guard access(keyOrPath, F_OK) == 0 else {
      return try NoteVerifier(parsing: keyOrPath, file: "--key")
    }
    let file = try SafeFile.read(keyOrPath, limit: maximumBytes)
    return try NoteVerifier(parsing: firstLine(file.bytes), file: keyOrPath)
  }

  private static func firstLine(_ bytes: [UInt8]) -> Substring {
    String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline }
  }
}
