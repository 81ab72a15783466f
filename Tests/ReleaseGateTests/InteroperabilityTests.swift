import AuditLog
import Foundation
import PythonSupport
import ReleaseGate
import SafetyCore
import SafetyRuntime
import Testing

/// Other people's validators accept what we write and reject a mutant of it.
@Suite(.enabled(if: PythonTools.isThere, "scripts/setup --with-test-tools installs the validators"))
struct InteroperabilityTests {
  private struct Signed {
    let release: MadeUpRelease
    let publicKey: String
    let auditKey: NoteVerifier

    func path(_ name: String) -> String { "\(release.model)/\(name)" }
  }

  private func signed() throws -> Signed {
    let release = try MadeUpRelease()
    try release.fill()
    let key = try ReleaseKeyFile.create(at: release.folder + "/release.key")
    let signer = NoteSigner(name: "test/log", key: .random())
    let session = try release.session()
    _ = try session.record(session.decide()) { MadeUpRelease.now }
    _ = try ReleaseSigning(
      session: try release.session(),
      key: key,
      auditSigner: signer,
      version: "0.1.0"
    ) { MadeUpRelease.now }.sign()
    return Signed(
      release: release,
      publicKey: release.folder + "/release.key.pub",
      auditKey: signer.verifier
    )
  }

  private func check(_ words: String...) throws -> PythonTools.Result {
    let script = PythonTools.root.appending(path: "scripts/check_release.py")
    return try PythonTools.run("python3", [script.path(percentEncoded: false)] + words)
  }

  /// Writes a copy of a file with one text in place of another, which must be there.
  private func mutant(_ path: String, _ old: String, _ new: String) throws -> String {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains(old))
    try text.replacing(old, with: new).write(
      toFile: path + ".mutant",
      atomically: true,
      encoding: .utf8
    )
    return path + ".mutant"
  }

  /// The same for the payload of a signed file.
  private func mutantPayload(_ path: String, _ old: String, _ new: String) throws -> String {
    let bytes = Array(try Data(contentsOf: URL(filePath: path)))
    var envelope = try DSSEEnvelope(CanonicalValue(parsing: bytes), file: path)
    let payload = String(decoding: envelope.payload, as: UTF8.self)
    #expect(payload.contains(old))
    envelope.payload = Array(payload.replacing(old, with: new).utf8)
    try Data(envelope.value.canonicalJSON).write(to: URL(filePath: path + ".mutant"))
    return path + ".mutant"
  }

  @Test func `in-toto and pymerkle accept the verdict`() throws {
    let signed = try signed()
    let path = signed.path(ReleaseFiles.verdict)
    let good = try check("verdict", path, signed.publicKey)
    #expect(good.status == 0, "\(good.output)")
    let changed = try mutantPayload(path, "\"PASSED\"", "\"passed\"")
    #expect(try check("verdict", changed, signed.publicKey).status == 1)
  }

  @Test func `in-toto accepts the summary`() throws {
    let signed = try signed()
    let path = signed.path(ReleaseFiles.summary)
    let good = try check("summary", path, signed.publicKey)
    #expect(good.status == 0, "\(good.output)")
    let changed = try mutantPayload(path, "\"PASSED\"", "\"FAILED\"")
    #expect(try check("summary", changed, signed.publicKey).status == 1)
  }

  @Test func `a strict validator of CycloneDX accepts the declarations`() throws {
    let signed = try signed()
    let path = signed.path(ReleaseFiles.declarations)
    let good = try check("declarations", path)
    #expect(good.status == 0, "\(good.output)")
    let bad = try mutant(path, "\"thirdParty\":false", "\"thirdParty\":\"no\"")
    #expect(try check("declarations", bad).status == 1)
    let dangling = try mutant(path, "\"bom-ref\":\"claim-ceiling\"", "\"bom-ref\":\"claim\"")
    #expect(try check("declarations", dangling).status == 1)
  }

  @Test func `model_signing verifies the model, and hashes it as we do`() throws {
    let signed = try signed()
    func verify() throws -> PythonTools.Result {
      try PythonTools.run(
        "model_signing",
        [
          "verify", "key", signed.release.model, "--signature", signed.path(ReleaseFiles.signature),
          "--public_key", signed.publicKey,
        ]
      )
    }
    let good = try verify()
    #expect(good.status == 0, "\(good.output)")
    let papers = try ModelDigest(of: signed.release.model)
    let digest = try check("digest", [signed.release.model] + papers.papers)
    #expect(digest.output == papers.root.hex + "\n")
    try signed.release.write("kettle-1b/config.json", Array("{ }".utf8))
    #expect(try verify().status != 0)
  }

  private func check(_ command: String, _ words: [String]) throws -> PythonTools.Result {
    let script = PythonTools.root.appending(path: "scripts/check_release.py")
    return try PythonTools.run("python3", [script.path(percentEncoded: false), command] + words)
  }

  @Test func `cryptography verifies the log's checkpoint`() throws {
    let signed = try signed()
    let log = try signed.release.open()
    let event = try #require(try statement(signed))
    try event.checkpoint.write(
      toFile: signed.release.folder + "/note",
      atomically: true,
      encoding: .utf8
    )
    try log.close()
    let path = signed.release.folder + "/note"
    let good = try check("note", path, signed.auditKey.encoded)
    #expect(good.status == 0, "\(good.output)")
    let bad = try mutant(path, "test/log\n", "test/lag\n")
    #expect(try check("note", bad, signed.auditKey.encoded).status == 1)
  }

  private func statement(_ signed: Signed) throws -> VerdictStatement? {
    let path = signed.path(ReleaseFiles.verdict)
    let bytes = Array(try Data(contentsOf: URL(filePath: path)))
    let envelope = try DSSEEnvelope(CanonicalValue(parsing: bytes), file: path)
    return try VerdictStatement(parsing: envelope.payload, file: path)
  }

  @Test func `rfc8785 writes the same bytes`() throws {
    let signed = try signed()
    let names = [
      ReleaseFiles.verdict, ReleaseFiles.summary, ReleaseFiles.declarations, ReleaseFiles.signature,
    ]
    let good = try check("canonical", names.map(signed.path))
    #expect(good.status == 0, "\(good.output)")
    let bad = try mutant(signed.path(ReleaseFiles.declarations), "\"version\":1", "\"version\": 1")
    #expect(try check("canonical", [bad]).status == 1)
  }
}
