import AuditLog
import Diagnostics
import Foundation
import ReleaseGate
import SafetyCore
import SafetyRuntime
import Testing

@Suite struct ReleaseSigningTests {
  private let key = P256SigningKey.random()
  private let signer = NoteSigner(name: "test/log", key: .random())

  private func signed(hits: Int = 4) throws -> MadeUpRelease {
    let release = try MadeUpRelease()
    try release.fill(hits: hits)
    let session = try release.session()
    _ = try session.record(session.decide()) { MadeUpRelease.now }
    _ = try signing(release).sign(acceptsFailure: hits > 4)
    return release
  }

  private func signing(_ release: MadeUpRelease) throws -> ReleaseSigning {
    ReleaseSigning(
      session: try release.session(),
      key: key,
      auditSigner: signer,
      version: "0.1.0"
    ) { MadeUpRelease.now }
  }

  private func verify(
    _ release: MadeUpRelease,
    key other: P256SigningKey? = nil,
    policy: Bool = true,
    auditKeys: [NoteVerifier]? = nil,
    today: String = String(MadeUpRelease.now.prefix(10))
  ) throws -> ReleaseVerification {
    try ReleaseVerification(
      of: release.model,
      key: (other ?? key).publicKey,
      policy: policy ? release.policyFile : nil,
      auditKeys: auditKeys ?? [signer.verifier],
      today: today
    )
  }

  private func refused(_ report: ReleaseVerification) -> [String] {
    report.parts.filter { $0.problem != nil }.map(\.name)
  }

  @Test func `verifies what it signed, without the log`() throws {
    let release = try signed()
    try FileManager.default.removeItem(atPath: release.audit)
    let report = try verify(release)
    #expect(report.holds && report.exitCode == 0, "\(report.parts)")
    #expect(
      report.parts.map(\.name) == [
        "model", "verdict", "weights", "policy", "checkpoint", "proofs", "summary", "declarations",
      ]
    )
    #expect(report.verdict?.outcome == .pass)
  }

  @Test func `says when a waiver has ended since`() throws {
    let release = try MadeUpRelease()
    let waived =
      MadeUpRelease.policy + "\n"
      + "waivers:\n  - {rule: silver, approver: A. Potter, reason: mended soon, expires: \"2026-03-31\"}\n"
    try release.write(
      "release.yaml",
      Array(waived.replacing("id: ceiling", with: "id: silver").utf8)
    )
    try release.fill(hits: 20)
    let session = try release.session()
    _ = try session.record(session.decide()) { MadeUpRelease.now }
    _ = try signing(release).sign()
    let held = try verify(release, today: "2026-03-31")
    #expect(held.holds && held.exitCode == 0 && held.lapsed.isEmpty, "\(held.parts)")
    #expect(held.verdict?.rules.first { $0.id == "silver" }?.outcome == .waived)
    let lapsed = try verify(release, today: "2026-04-01")
    #expect(lapsed.holds && lapsed.exitCode == 1)
    #expect(lapsed.lapsed.mapValues(\.approver) == ["silver": "A. Potter"])
  }

  @Test func `verifies a comparison item by item whose items are in the log alone`() throws {
    let release = try MadeUpRelease()
    try release.fill(hits: 4)
    let old = try ModelDigest(of: release.model).root
    try release.write("kettle-1b/weights.bin", Array(repeating: 8, count: 1000))
    let paired = MadeUpRelease.policy.replacing(
      "max_age_days: 30",
      with:
        "max_age_days: 30, baseline: {digest: \"\(old.hex)\", max_regression: 0.05, test: paired, score: hit}"
    )
    try release.write("release.yaml", Array(paired.utf8))
    try release.fill(hits: 4, items: 49)
    let session = try release.session()
    _ = try session.record(session.decide()) { MadeUpRelease.now }
    _ = try signing(release).sign()
    let report = try verify(release)
    #expect(report.holds && report.exitCode == 0, "\(report.parts)")
  }

  @Test func `cannot tell without a model`() throws {
    let release = try signed()
    try FileManager.default.removeItem(atPath: release.model)
    let problem = #expect(throws: Diagnostic.self) { try verify(release) }
    #expect(problem?.code == "runtime/unreadable")
  }

  @Test func `says that a signed verdict is no pass`() throws {
    let release = try MadeUpRelease()
    try release.fill(hits: 30)
    let session = try release.session()
    _ = try session.record(session.decide()) { MadeUpRelease.now }
    let problem = #expect(throws: Diagnostic.self) { try signing(release).sign() }
    #expect(problem?.code == "release/not-passed")
    _ = try signing(release).sign(acceptsFailure: true)
    let report = try verify(release)
    #expect(report.holds && report.exitCode == 1)
  }

  @Test func `signs nothing that was not recorded, or is not so any more`() throws {
    let release = try MadeUpRelease()
    try release.fill()
    #expect(throws: Diagnostic.self) { try signing(release).sign() }
    let session = try release.session()
    _ = try session.record(session.decide()) { MadeUpRelease.now }
    try release.fill(hits: 30)
    let problem = #expect(throws: Diagnostic.self) { try signing(release).sign() }
    #expect(problem?.code == "release/evidence-changed")
  }

  @Test func `names a tampered model`() throws {
    let release = try signed()
    try release.write("kettle-1b/weights.bin", Array(repeating: 9, count: 1000))
    let report = try verify(release)
    #expect(refused(report) == ["model", "weights"] && report.exitCode == 3)
    #expect(report.parts[0].problem?.contains("`weights.bin` was changed") == true)
  }

  @Test func `names a file that was added, and one that is gone`() throws {
    let release = try signed()
    try release.write("kettle-1b/extra.py", Array("x".utf8))
    #expect(try verify(release).parts[0].problem?.contains("`extra.py` was not signed") == true)
    try FileManager.default.removeItem(atPath: release.model + "/extra.py")
    #expect(try verify(release).holds)
    try FileManager.default.removeItem(atPath: release.model + "/README.md")
    #expect(try verify(release).parts[0].problem?.contains("`README.md` is missing") == true)
  }

  @Test(arguments: [
    "release.verdict.json", "release.summary.json", "release.cdx.json", "model.sig",
  ])
  func `names a tampered file`(_ name: String) throws {
    let release = try signed()
    var bytes = try release.read("kettle-1b/\(name)")
    let needle = name == "release.cdx.json" ? "ceiling" : "payload\":\""
    let place = try #require(bytes.firstRange(of: Array(needle.utf8)))
    bytes[place.upperBound + 40] = bytes[place.upperBound + 40] == 0x41 ? 0x42 : 0x41
    try release.write("kettle-1b/\(name)", bytes)
    let report = try verify(release)
    #expect(report.exitCode == 3)
    #expect(refused(report).contains("model"))
    let own = ["release.verdict.json": "verdict", "release.summary.json": "summary"][name]
    if let own { #expect(refused(report).contains(own)) }
  }

  @Test func `names another key, another policy and another log's key`() throws {
    let release = try signed()
    let stranger = try verify(release, key: .random())
    #expect(refused(stranger) == ["model", "verdict"] && stranger.exitCode == 3)
    let other = NoteSigner(name: "test/log", key: .random()).verifier
    #expect(refused(try verify(release, auditKeys: [other])) == ["checkpoint"])
    let looser = MadeUpRelease.policy.replacing("bound: 0.2", with: "bound: 0.3")
    try release.write("release.yaml", Array(looser.utf8))
    #expect(refused(try verify(release)) == ["policy"])
    #expect(try verify(release, policy: false).holds)
  }

  @Test func `refuses a verdict that was signed over another model`() throws {
    let (one, two) = (try signed(), try MadeUpRelease())
    for name in ["release.verdict.json", "release.summary.json", "release.cdx.json"] {
      try two.write("kettle-1b/\(name)", try one.read("kettle-1b/\(name)"))
    }
    try two.write("kettle-1b/weights.bin", Array(repeating: 9, count: 1000))
    let digest = try ModelDigest(of: two.model, leavingOut: .nothing(but: ["model.sig"]))
    let signature = ModelSignature(
      model: "kettle-1b",
      files: digest.files.map { .init(path: $0.path, sha256: $0.sha256) },
      ignored: ["model.sig"]
    )
    let payload = signature.statement.value.canonicalJSON
    let bundle = SigstoreBundle(
      envelope: try DSSEEnvelope(signing: payload, with: key),
      keyHint: key.publicKey.fingerprint
    )
    try two.write("kettle-1b/model.sig", bundle.value.canonicalJSON)
    #expect(refused(try verify(two)) == ["weights"])
  }

  @Test func `keeps private keys to their owner`() throws {
    let release = try MadeUpRelease()
    let path = release.folder + "/release.key"
    let made = try ReleaseKeyFile.create(at: path)
    #expect(try ReleaseKeyFile.signing(at: path).pem == made.pem)
    #expect(try ReleaseKeyFile.verifying(at: path + ".pub").pem == made.publicKey.pem)
    #expect(throws: Diagnostic.self) { try ReleaseKeyFile.create(at: path) }
    try release.write("other.key.pub", [1])
    let other = release.folder + "/other.key"
    #expect(throws: Diagnostic.self) { try ReleaseKeyFile.create(at: other) }
    #expect(!FileManager.default.fileExists(atPath: other))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let exposed = #expect(throws: Diagnostic.self) { try ReleaseKeyFile.signing(at: path) }
    #expect(exposed?.code == "release/key-exposed")
    let bad = #expect(throws: Diagnostic.self) {
      try ReleaseKeyFile.verifying(at: release.policyFile)
    }
    #expect(bad?.code == "release/bad-key")
  }
}
