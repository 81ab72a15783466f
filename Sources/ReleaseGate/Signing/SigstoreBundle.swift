import Diagnostics
import SafetyCore

/// A signature of a model in the form of a sigstore bundle 0.3, verified by a public key.
package struct SigstoreBundle: Sendable, Hashable {
  static let mediaType = "application/vnd.dev.sigstore.bundle.v0.3+json"

  package var envelope: DSSEEnvelope
  /// The fingerprint of the key that it asks for.
  package var keyHint: String

  package init(envelope: DSSEEnvelope, keyHint: String) {
    self.envelope = envelope
    self.keyHint = keyHint
  }

  package var value: CanonicalValue {
    [
      "mediaType": .string(Self.mediaType), "dsseEnvelope": envelope.value,
      "verificationMaterial": [
        "publicKey": ["hint": .string(keyHint)], "tlogEntries": .array([]),
      ],
    ]
  }

  /// Reads a bundle that is verified by a key.
  ///
  /// - Throws: `release/not-a-bundle`, or a diagnostic of its envelope.
  package init(_ value: CanonicalValue, file: String) throws {
    let members = try EventMembers(value, name: file)
    guard try members.string("mediaType") == Self.mediaType else {
      throw members.problem("release/not-a-bundle", "`mediaType` is not `\(Self.mediaType)`")
    }
    let material = try members.object("verificationMaterial")
    guard let key = try material.optionalObject("publicKey") else {
      throw members.problem(
        "release/not-a-bundle",
        "the signature is not of a key but of a certificate, which is not looked at here"
      )
    }
    keyHint = try key.optionalString("hint") ?? ""
    let envelope = try members.dictionary("dsseEnvelope")
    self.envelope = try DSSEEnvelope(.object(envelope), file: file)
  }
}
