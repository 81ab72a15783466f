import AuditLog
import Diagnostics
import Foundation
import ReleaseGate
import SafetyCore
import SafetyRuntime
import Testing

@Suite struct ReleaseSessionTests {
  private let clock: @Sendable () -> String = { MadeUpRelease.now }

  @Test func `passes a model whose evidence holds, and records that`() throws {
    let release = try MadeUpRelease()
    try release.fill()
    let session = try release.session()
    let decision = session.decide()
    #expect(
      decision.findings.map(\.outcome) == [.pass, .pass, .pass, .pass],
      "\(decision.findings.map(\.reason))"
    )
    let event = try session.record(decision, clock: clock)
    let log = try release.open()
    let read: GateVerdict = try #require(try log.event(event)).decode()
    #expect(read == session.verdict(decision))
    #expect(read.rules.map(\.id) == ["ceiling", "data-cleaned", "log-verifies", "same-weights"])
    #expect(try log.verify().outcome == .ok)
  }

  @Test func `does not count the card as a part of what was evaluated`() throws {
    let release = try MadeUpRelease()
    try release.fill()
    try release.write("kettle-1b/README.md", Array("# Kettle, with figures\n".utf8))
    try release.write("kettle-1b/bom.cdx.json", Array("{}".utf8))
    #expect(try release.session().decide().outcome == .pass)
    #expect(try release.session().digest.papers == ["README.md", "bom.cdx.json"])
    try release.write("kettle-1b/config.json", Array("{ }".utf8))
    #expect(try release.session().decide().outcome == .stale)
  }

  @Test func `finds an evaluation that did not end, and one with an item too few`() throws {
    let open = try MadeUpRelease()
    try open.fill(ends: false)
    #expect(try open.session().decide().outcome == .invalid)
    let short = try MadeUpRelease()
    try short.fill(announced: 51)
    let finding = try #require(try short.session().decide().findings.first)
    #expect(finding.outcome == .invalid && finding.reason.contains("50 of 51"))
  }

  @Test func `says that old evidence is old`() throws {
    let release = try MadeUpRelease()
    try release.fill()
    let decision = try release.session("2026-06-01T12:00:00Z").decide()
    #expect(decision.outcome == .stale && decision.exitCode == 2)
    #expect(decision.findings[0].ageDays == 101)
  }

  @Test func `fails where the evidence is clear`() throws {
    let release = try MadeUpRelease()
    try release.fill(hits: 30)
    let decision = try release.session().decide()
    #expect(decision.outcome == .fail && decision.exitCode == 1)
    #expect(decision.findings[0].step == .improveModel)
  }

  @Test func `trusts nothing in a log that was changed`() throws {
    let release = try MadeUpRelease()
    try release.fill()
    var bytes = try release.read("audit.sqlite")
    let needle = Array("\"value\":\"0.08\"".utf8)
    let place = try #require(bytes.firstRange(of: needle)?.lowerBound)
    bytes.replaceSubrange(place..<place + needle.count, with: Array("\"value\":\"0.07\"".utf8))
    try release.write("audit.sqlite", bytes)
    let decision = try release.session().decide()
    #expect(decision.outcome == .invalid && decision.exitCode == 3)
  }

  @Test func `holds a checkpoint outside against the evidence`() throws {
    let release = try MadeUpRelease()
    let policy = MadeUpRelease.policy + "\n  - {id: published, require: checkpoint}\n"
    try release.write("release.yaml", Array(policy.utf8))
    try release.fill()
    #expect(try release.session().decide().findings.last?.outcome == .insufficient)
    let log = try release.open()
    let early = try log.checkpoint()
    try release.write("checkpoint", Array(early.note.utf8))
    try log.close()
    var request = release.request
    request.checkpoint = release.folder + "/checkpoint"
    let good = try ReleaseSession(request, now: MadeUpRelease.now).decide()
    #expect(good.outcome == .pass)
    let forged = AuditCheckpoint(origin: early.origin, size: early.size, root: Digest.sha256([]))
    try release.write("checkpoint", Array(forged.note.utf8))
    #expect(try ReleaseSession(request, now: MadeUpRelease.now).decide().outcome == .invalid)
    let late = AuditCheckpoint(origin: early.origin, size: early.size + 9, root: early.root)
    try release.write("checkpoint", Array(late.note.utf8))
    #expect(try ReleaseSession(request, now: MadeUpRelease.now).decide().outcome == .invalid)
  }

  @Test func `asks that the log is signed as far as the evidence goes`() throws {
    let release = try MadeUpRelease()
    let policy = MadeUpRelease.policy.replacing("audit_log}", with: "audit_log, signed: true}")
    try release.write("release.yaml", Array(policy.utf8))
    let signer = NoteSigner(name: "test/log", key: .random())
    var request = release.request
    request.auditKeys = [signer.verifier]
    try release.fill(hits: 4)
    let signed = try release.open(signer: signer)
    _ = try signed.storeCheckpoint()
    try signed.close()
    #expect(try ReleaseSession(request, now: MadeUpRelease.now).decide().outcome == .pass)
    #expect(try release.session().decide().outcome == .insufficient)
    try release.fill(hits: 4, items: 49)
    let stale = try ReleaseSession(request, now: MadeUpRelease.now).decide()
    let finding = try #require(stale.findings.first { $0.id == "log-verifies" })
    #expect(stale.outcome == .stale && finding.step == .publishCheckpoint, "\(finding.reason)")
    // A log is not signed again at the same size; the checkpoint outside it is.
    let again = try release.open(signer: signer)
    try release.write("checkpoint", Array(try again.storeCheckpoint().encoded.utf8))
    try again.close()
    request.checkpoint = release.folder + "/checkpoint"
    #expect(try ReleaseSession(request, now: MadeUpRelease.now).decide().outcome == .pass)
  }

  @Test func `names a model by its folder, however it is reached`() throws {
    let release = try MadeUpRelease()
    try release.fill()
    try FileManager.default.createDirectory(
      atPath: release.model + "/.git",
      withIntermediateDirectories: true
    )
    for path in ["/", "/.", "/.git/.."] {
      var request = release.request
      request.model = release.model + path
      let session = try ReleaseSession(request, now: MadeUpRelease.now)
      #expect(session.evidence.model == "kettle-1b", "\(path)")
    }
  }

  @Test func `compares two models item by item from the items on record`() throws {
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
    let pairing = try #require(session.evidence.pairings.first)
    #expect(pairing.rule == "ceiling" && pairing.count == 49 && pairing.difference == 0)
    #expect(session.decide().outcome == .pass)
    try release.fill(hits: 5, items: 48)
    let later = try release.session()
    // Only the latest figures are compared, as only they decide.
    #expect(later.evidence.pairings.map(\.count) == [48])
    #expect(later.decide().findings[0].outcome == .insufficient)
  }
}
