import Diagnostics
import FuzzSupport
import ReleaseGate
import SafetyCore
import Testing

@Suite struct StatementTests {
  private let key = P256SigningKey.random()

  /// A verdict with the evaluation that it rests on, and true proofs.
  private func statement() throws -> (VerdictStatement, Digest, ReleasePolicy) {
    let proved = try ProvedVerdict(try #require(try TruthTable().cases.first))
    return (proved.statement, proved.root, proved.policy)
  }

  @Test func `reads back the verdict that it wrote`() throws {
    let (statement, root, policy) = try statement()
    let payload = statement.statement.value.canonicalJSON
    let read = try VerdictStatement(parsing: payload, file: "verdict")
    #expect(read == statement)
    #expect(read.result == "PASSED")
    #expect(read.contradictions(policy: policy, size: 4, root: root) == [])
  }

  @Test func `names what does not follow from the evidence`() throws {
    let (whole, root, policy) = try statement()
    func found(_ change: (inout VerdictStatement) -> Void) -> String {
      var changed = whole
      change(&changed)
      return changed.contradictions(policy: policy, size: 4, root: root).joined(
        separator: "; "
      )
    }
    let changes: [((inout VerdictStatement) -> Void, String)] = [
      ({ $0.verdict.rules[0].figure?.value = "0.01" }, "is not that of its event"),
      ({ $0.proofs[0].path = [] }, "event 0 does not lead"),
      ({ $0.verdict.rules[0].evidence = [0, 1] }, "rests on other events"),
      ({ $0.proofs.remove(at: 2) }, "the evaluation has not ended"),
      ({ $0.proofs.removeFirst() }, "event 0, which is not proved"),
      ({ $0.proofs.removeLast() }, "verdict's own event is not proved"),
      ({ $0.verdict.outcome = .warn }, "not the one that its rules lead to"),
      ({ $0.verdict.rules = [] }, "was not judged"),
      ({ $0.verdict.modelSHA256 = TruthTable.otherModel }, "of another model"),
    ]
    for (change, word) in changes {
      let said = found(change)
      #expect(said.contains(word), "\(said)")
    }
    var tighter = policy
    tighter.rules[0].bound = 0.01
    let held = whole.contradictions(policy: tighter, size: 4, root: root)
    #expect(held.contains { $0.contains("severity, bound or risk of `ceiling`") })
  }

  @Test func `is signed over type, length and payload`() throws {
    let (statement, _, _) = try statement()
    let payload = statement.statement.value.canonicalJSON
    let envelope = try DSSEEnvelope(signing: payload, with: key)
    let read = try DSSEEnvelope(envelope.value, file: "envelope")
    #expect(read == envelope && read.isSigned(by: key.publicKey))
    #expect(!read.isSigned(by: P256SigningKey.random().publicKey))
    var changed = read
    changed.payload[10] ^= 1
    #expect(!changed.isSigned(by: key.publicKey))
    changed = read
    changed.payloadType = "text/plain"
    #expect(!changed.isSigned(by: key.publicKey))
    // The example of the DSSE specification.
    let example = DSSEEnvelope.preauthenticated(
      Array("hello world".utf8),
      type: "http://example.com/HelloWorld"
    )
    #expect(
      String(decoding: example, as: UTF8.self)
        == "DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )
  }

  @Test func `reads keys in PEM and nothing else`() throws {
    let again = try #require(P256SigningKey(pem: key.pem))
    let message = Array("silver kettle dance".utf8)
    let signature = try again.signature(over: message)
    let verifier = try #require(P256PublicKey(pem: key.publicKey.pem))
    #expect(verifier.isValid(signature, over: message))
    #expect(!verifier.isValid(signature, over: message + [0]))
    #expect(!verifier.isValid(Array(signature.dropLast()), over: message))
    #expect(P256SigningKey(pem: key.publicKey.pem) == nil)
    #expect(P256PublicKey(pem: "silver kettle dance") == nil)
    #expect(key.publicKey.fingerprint.count == 64)
  }

  @Test func `refers to nothing that its declarations lack`() throws {
    let (statement, _, policy) = try statement()
    let document = ReleaseDeclarations(
      policy: policy,
      verdict: statement.verdict,
      decided: statement.decided,
      version: "0.1.0",
      expiries: [0: "2026-03-31T12:00:00Z"],
      times: [:],
      proofs: statement.proofs
    ).document
    var defined: [String] = []
    var referred: [String] = []
    func walk(_ value: CanonicalValue, _ key: String) {
      switch value {
      case .object(let members):
        for (name, item) in members { walk(item, name) }
      case .array(let items): for item in items { walk(item, key) }
      case .string(let text):
        if key == "bom-ref" { defined.append(text) }
        let references = [
          "requirement", "claims", "counterClaims", "target", "assessor",
        ]
        if references.contains(key) { referred.append(text) }
        if ["evidence", "counterEvidence"].contains(key) { referred.append(text) }
      default: break
      }
    }
    walk(document, "")
    #expect(Set(defined).count == defined.count)
    #expect(referred.count >= 4)
    #expect(Set(referred).isSubset(of: Set(defined)))
    let said = ["requirement-ceiling": true, "requirement-base": true]
    #expect(ReleaseDeclarations.conformances(in: document) == said)
  }

  @Test func `Fuzz: survives any bytes of a verdict`() throws {
    let (statement, root, policy) = try statement()
    let payload = statement.statement.value.canonicalJSON
    var refused = 0
    Fuzz.rounds(300, seed: 72) { _, generator in
      let mutant = Fuzz.mutated(payload, alphabet: "{}[]\",:0123456789", with: &generator)
      guard mutant != payload else { return }
      guard let read = try? VerdictStatement(parsing: mutant, file: "verdict") else {
        refused += 1
        return
      }
      _ = read.contradictions(policy: policy, size: 4, root: root)
    }
    #expect(refused > 200)
  }

  @Test func `Fuzz: survives any bytes of a bundle and of an envelope`() throws {
    let envelope = try DSSEEnvelope(signing: Array("{}".utf8), with: key)
    let bundle = SigstoreBundle(envelope: envelope, keyHint: key.publicKey.fingerprint)
    let bytes = bundle.value.canonicalJSON
    Fuzz.rounds(300, seed: 73) { _, generator in
      let mutant = Fuzz.mutated(bytes, alphabet: "{}[]\",:=AZ", with: &generator)
      guard mutant != bytes, let value = try? CanonicalValue(parsing: mutant, file: "b"),
        let read = try? SigstoreBundle(value, file: "b")
      else { return }
      // Only what was signed is accepted, in whatever clothes.
      if read.envelope.isSigned(by: key.publicKey) {
        #expect(read.envelope.payload == Array("{}".utf8))
      }
    }
  }
}
