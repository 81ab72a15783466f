import Diagnostics
import SafetyCore

/// A signed payload in the form of DSSE 1.0, with P-256 signatures.
package struct DSSEEnvelope: Sendable, Hashable {
  /// What all payloads of this package are.
  static let inToto = "application/vnd.in-toto+json"

  package struct Signature: Sendable, Hashable {
    /// A hint which key it is of; never a proof.
    package var keyID: String
    /// DER.
    package var bytes: [UInt8]
  }

  package var payloadType: String
  package var payload: [UInt8]
  package var signatures: [Signature]

  /// Signs an in-toto statement.
  package init(signing payload: [UInt8], with key: P256SigningKey) throws {
    payloadType = Self.inToto
    self.payload = payload
    let message = Self.preauthenticated(payload, type: payloadType)
    signatures = [
      Signature(keyID: key.publicKey.fingerprint, bytes: try key.signature(over: message))
    ]
  }

  /// What is signed: type and payload with their lengths, so that neither can pass for the other.
  package static func preauthenticated(_ payload: [UInt8], type: String) -> [UInt8] {
    Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
  }

  /// Whether a signature of the key is among the signatures.
  package func isSigned(by key: P256PublicKey) -> Bool {
    let message = Self.preauthenticated(payload, type: payloadType)
    return signatures.contains { key.isValid($0.bytes, over: message) }
  }
}

extension DSSEEnvelope {
  package var value: CanonicalValue {
    [
      "payload": .string(Base64.encode(payload)), "payloadType": .string(payloadType),
      "signatures": .array(
        signatures.map {
          ["keyid": .string($0.keyID), "sig": .string(Base64.encode($0.bytes))]
        }
      ),
    ]
  }

  /// Reads an envelope.
  ///
  /// - Throws: `release/not-an-envelope`, or a `json/…` or `event/…` diagnostic.
  package init(_ value: CanonicalValue, file: String) throws {
    let members = try EventMembers(value, name: file)
    payloadType = try members.string("payloadType")
    guard payloadType == Self.inToto else {
      throw members.problem("release/not-an-envelope", "`payloadType` is not `\(Self.inToto)`")
    }
    guard let payload = Base64.decode(try members.string("payload")) else {
      throw members.problem("release/not-an-envelope", "`payload` is not in base64")
    }
    self.payload = payload
    let signatures = try members.objects("signatures")
    guard (1...16).contains(signatures.count) else {
      throw members.problem("release/not-an-envelope", "there are \(signatures.count) signatures")
    }
    self.signatures = try signatures.map {
      guard let bytes = Base64.decode(try $0.string("sig")) else {
        throw $0.problem("release/not-an-envelope", "`sig` is not in base64")
      }
      return Signature(keyID: try $0.optionalString("keyid") ?? "", bytes: bytes)
    }
  }
}

extension P256PublicKey {
  /// The hexadecimal SHA-256 of the key in PEM, as OpenSSF model signing names keys.
  package var fingerprint: String { Digest.sha256(pem.utf8).hex }
}
