import AuditLog
import Glibc
import SafetyCore
import Testing

@Suite struct CheckpointTests {
  private let signer = NoteSigner(name: "test/log", key: .random())

  private func append(_ run: String, to test: TestLog, signer: NoteSigner? = nil) throws {
    let log = try test.open(signer: signer)
    try log.append(SampleRun.records(run, documents: 20), run: run, state: nil)
    try log.close()
  }

  @Test func `signs every checkpoint and names its key once`() throws {
    let test = try TestLog()
    try test.fill(signer: signer)
    try append("r1", to: test, signer: signer)
    let log = try test.open(.readOnly)
    var keys: [Int] = []
    try log.events(of: nil, kind: AuditLog.keyKind) { keys.append($0.seq) }
    #expect(keys == [0])
    try log.close()
    let report = try test.verify(keys: [signer.verifier])
    #expect(report.signatures.valid == 2)
    #expect(report.signatures.lastSize == report.events)
    #expect(report.isIntact)
    let own = try test.verify()
    #expect(own.signatures.keys == [signer.verifier])
    #expect(!own.signatures.areTrusted && own.signatures.valid == 2)
    let stranger = NoteSigner(name: "test/log", key: .random()).verifier
    #expect(try test.verify(keys: [stranger]).outcome == .unverifiable)
  }

  @Test func `signs a log that was written without a key`() throws {
    let test = try TestLog()
    try test.fill()
    #expect(try test.verify(keys: [signer.verifier]).outcome == .unverifiable)
    let log = try test.open(.existing, signer: signer)
    let note = try log.storeCheckpoint()
    #expect(note.standing(of: signer.verifier) == .valid)
    #expect(try log.storeCheckpoint() == note)
    try log.close()
    let report = try test.verify(keys: [signer.verifier])
    #expect(report.outcome == .ok)
    #expect(report.events == 24)
  }

  @Test func `makes room for a signature where a checkpoint was stored without it`() throws {
    let test = try TestLog()
    try test.fill(signer: signer)
    try append("r1", to: test)
    let log = try test.open(.existing, signer: signer)
    let note = try log.storeCheckpoint()
    #expect(note.standing(of: signer.verifier) == .valid)
    #expect(try log.storeCheckpoint() == note)
    #expect(try log.event(47)?.kind == AuditLog.signingKind)
    #expect(try log.proveInclusion(of: 30).note == note)
    try log.close()
    let report = try test.verify(keys: [signer.verifier])
    #expect(report.outcome == .ok && report.events == 48)
    #expect(report.signatures.valid == 2 && report.signatures.lastSize == 48)
  }

  @Test func `vouches for nothing behind the last signature`() throws {
    let test = try TestLog()
    try test.fill(signer: signer)
    #expect(try test.verify(keys: [signer.verifier]).outcome == .ok)
    try append("r1", to: test)
    let late = try test.verify(keys: [signer.verifier])
    #expect(late.outcome == .unverifiable && late.isIntact && late.lacksSignatures)
    #expect(late.signatures.signedSize == 24 && late.events == 47)
    #expect(try test.verify().outcome == .ok)
    // A signed checkpoint outside the log vouches as well as one in it.
    let log = try test.open(.readOnly)
    let note = try SignedNote(text: log.checkpoint().note).signed(by: signer)
    let whole = try log.verify(against: note, keys: [signer.verifier])
    #expect(whole.outcome == .ok && whole.signatures.signedSize == 47)
    try log.close()
  }

  @Test func `vouches for no event that has no checkpoint yet`() throws {
    let test = try TestLog()
    try test.fill(signer: signer)
    let log = try test.open(signer: signer)
    try log.append([SampleRun.begin("r1").record], run: "r1", state: nil)
    #expect(try test.verify(keys: [signer.verifier]).outcome == .unverifiable)
    try log.close()
    #expect(try test.verify(keys: [signer.verifier]).outcome == .incomplete)
  }

  @Test func `finds forged and foreign signatures in the log`() throws {
    let test = try TestLog()
    try test.fill(signer: signer)
    try test.tamper(
      "UPDATE checkpoint SET note = replace(note, substr(note, -12, 4), 'AAAA')"
    )
    let report = try test.verify(keys: [signer.verifier])
    #expect(report.outcome == .tampered)
    #expect(report.checkpoints.problem == "a signature is not of the key that it names")
    #expect(try test.verify().outcome == .tampered)
  }

  @Test func `publishes only what continues the published`() throws {
    let test = try TestLog()
    try test.fill(signer: signer)
    let file = test.folder + "/note"
    func publish() throws -> SignedNote {
      let log = try test.open(.existing, signer: signer)
      defer { try? log.close() }
      let old = access(file, F_OK) == 0 ? try SafeFile.read(file, limit: 9999).bytes : nil
      return try log.publishCheckpoint(to: file, replacing: old)
    }
    let first = try publish()
    #expect(try SafeFile.read(file, limit: 9999).bytes == Array(first.encoded.utf8))
    let log = try test.open()
    try log.append(SampleRun.records("r1", documents: 9), run: "r1", state: nil)
    try log.close()
    let second = try publish()
    #expect(second != first)
    try test.tamper(
      "DELETE FROM event WHERE seq >= 24",
      "DELETE FROM checkpoint WHERE size > 24"
    )
    #expect(TestLog.code { _ = try publish() } == "audit/not-continued")
    #expect(try SafeFile.read(file, limit: 9999).bytes == Array(second.encoded.utf8))
    let again = try test.open()
    try again.append(SampleRun.records("r1", documents: 10), run: "r1", state: nil)
    try again.close()
    #expect(TestLog.code { _ = try publish() } == "audit/not-continued")
  }

  @Test func `sees truncation and rewriting against a signed checkpoint outside`() throws {
    let test = try TestLog()
    try test.fill(runs: 2, signer: signer)
    let log = try test.open(.readOnly)
    let note = try log.proveConsistency(from: 0).note
    #expect(try log.verify(against: note, keys: [signer.verifier]).outcome == .ok)
    let unsigned = SignedNote(text: note.text)
    #expect(try log.verify(against: unsigned, keys: [signer.verifier]).outcome == .unverifiable)
    try log.close()
    try test.tamper("DELETE FROM event WHERE seq >= 24", "DELETE FROM checkpoint WHERE size > 24")
    // The signed checkpoint at 24 is genuine: the file alone cannot show that more was there.
    #expect(try test.verify(keys: [signer.verifier]).outcome == .ok)
    let cut = try test.open(.readOnly)
    #expect(try cut.verify(against: note, keys: [signer.verifier]).outcome == .tampered)
    try cut.close()
  }

  @Test func `opens no log that is not there`() throws {
    let test = try TestLog()
    #expect(TestLog.code { _ = try test.open(.existing) } == "audit/cannot-open")
    #expect(access(test.path, F_OK) != 0)
  }
}
