import AuditLog
import Diagnostics
import GRDB
import Glibc
import SafetyCore
import Testing

@Suite struct SealedTests {
  @Test func `writes no sealed text to disk and opens it again`() throws {
    let test = try TestLog.sealed()
    #expect(try test.occurrences(of: TestLog.canary) == 0)
    let report = try test.verify()
    #expect(report.outcome == .ok, "\(report.sealed)")
    #expect(report.sealedCounts.intact == 54)
    let log = try test.open(.readOnly)
    let contents = try log.contents(of: 3)
    #expect(contents.map(\.commitment.slot) == ["completion", "prompt"])
    #expect(contents[1].commitment.length == TestLog.canary.count)
    guard case .intact(_, let content) = contents[1].state else {
      Issue.record("not intact")
      return
    }
    #expect(content == TestLog.canary)
    // Two events with the same text do not show that it is the same.
    let commits = try (0..<5).map { try log.contents(of: $0).last?.commitment.commit }
    #expect(Set(commits).count == 5)
    try log.close()
  }

  @Test func `erases a subject to the last byte and leaves all proofs whole`() throws {
    let signer = NoteSigner(name: "test/log", key: .random())
    let test = try TestLog.sealed(signer: signer)
    let secrets = try test.secrets(of: "s3")
    #expect(secrets.count > 9)
    for secret in secrets { #expect(try test.occurrences(of: secret) > 0) }
    var log = try test.open(.readOnly)
    let before = try log.checkpoint()
    let proof = try log.proveInclusion(of: 4)
    try log.close()

    log = try test.open(.existing, signer: signer)
    let report = try log.erase(.subject("s3"), basis: "asked for")
    #expect(report.erased == 6 && report.held == 0)
    #expect(report.events == [41])
    #expect(report.searched > 100_000)
    for secret in secrets { #expect(try test.occurrences(of: secret) == 0) }
    #expect(
      TestLog.code {
        var record = DecisionRecord(kind: "guard.decision", run: "g", body: [:])
        record.sealed = [SealedContent(slot: "prompt", subject: "s3", content: [1])]
        try log.append([record], run: "g", state: nil)
      } == "audit/subject-erased"
    )
    #expect(
      TestLog.code { _ = try log.erase(.subject("s99"), basis: "x") } == "audit/no-such-subject"
    )
    #expect(try log.erase(.subject("s3"), basis: "again").erased == 0)
    try log.close()

    let after = try test.verify(against: before, keys: [signer.verifier])
    #expect(after.outcome == .unverifiable)
    #expect(after.isIntact && after.external?.passed == true)
    #expect(try test.verify(keys: [signer.verifier]).outcome == .ok)
    #expect(after.sealedCounts.erased == 6 && after.sealedCounts.intact == 48)
    let reader = try test.open(.readOnly)
    #expect(try proof.verify(keys: [signer.verifier]).outcome == .ok)
    #expect(try reader.proveInclusion(of: 4).problem() == nil)
    #expect(try reader.contents(of: 4).map(\.state) == [.erased(41), .erased(41)])
    try reader.close()
  }

  @Test func `erases single contents, by age and by retention`() throws {
    let test = try TestLog.sealed()
    let log = try test.open(.existing)
    #expect(try log.erase(.event(3, slot: "completion"), basis: "x").erased == 1)
    #expect(try log.erase(.event(3, slot: nil), basis: "x", dryRun: true).erased == 1)
    #expect(try log.erase(.before("2026-01-31T12:00:00Z", kind: nil), basis: "x").erased == 0)
    try log.setRetention(Retention(kind: "guard.decision", days: 30))
    try log.setRetention(Retention(kind: "guard.decision", days: 60))
    #expect(try log.retentions() == [Retention(kind: "guard.decision", days: 60)])
    #expect(
      try log.erase(.expired(now: "2026-03-20T12:00:00Z"), basis: "x", dryRun: true).erased == 0
    )
    let hold = try log.placeHold(on: .subject("s1"), reason: "case")
    let report = try log.erase(.expired(now: "2026-04-20T12:00:00Z"), basis: "retention")
    #expect(report.erased == 48 && report.held == 5)
    #expect(TestLog.code { _ = try log.erase(.subject("s1"), basis: "x") } == "audit/on-hold")
    #expect(TestLog.code { try log.liftHold(hold + 1, reason: "x") } == "audit/no-such-hold")
    #expect(try log.holds().map(\.seq) == [hold])
    try log.liftHold(hold, reason: "closed")
    #expect(try log.holds().isEmpty)
    #expect(try log.erase(.subject("s1"), basis: "x").erased == 5)
    try log.close()
    let verified = try test.verify()
    #expect(verified.outcome == .ok, "\(verified.sealed)")
    #expect(verified.sealedCounts.erased == 54)
  }

  @Test func `erases nothing that was never there and keeps no kind that does not exist`() throws {
    let test = try TestLog.sealed()
    let log = try test.open(.existing)
    for isDry in [true, false] {
      for (target, code) in [
        (ErasureTarget.event(999, slot: nil), "audit/no-such-event"),
        (.event(1, slot: "completion"), "audit/nothing-sealed"),
        (.before("2027-01-01T00:00:00Z", kind: "guard.decisoin"), "audit/unknown-kind"),
      ] {
        #expect(TestLog.code { _ = try log.erase(target, basis: "x", dryRun: isDry) } == code)
      }
    }
    let problem = #expect(throws: Diagnostic.self) {
      try log.setRetention(Retention(kind: "guard.decisoin", days: 5))
    }
    #expect(problem?.code == "audit/unknown-kind")
    #expect(problem?.hint == "did you mean `guard.decision`?")
    #expect(try log.retentions().isEmpty)
    try log.append([DecisionRecord(kind: "kettle.sung", run: "k", body: [:])], run: "k", state: nil)
    try log.setRetention(Retention(kind: "kettle.sung", days: 5))
    // What was erased has left a mark, so that it can be asked for again.
    for count in [1, 0] {
      #expect(try log.erase(.event(1, slot: "prompt"), basis: "x").erased == count)
    }
    #expect(try log.knows(.subject("s1")) && log.knows(.run("g")) && log.knows(.everything))
    #expect(try !log.knows(.subject("s99")) && !log.knows(.run("s1")))
    try log.close()
  }

  @Test func `says that old bytes live on while someone reads`() throws {
    let test = try TestLog.sealed()
    let log = try test.open(.existing, patience: 0.05)
    let other = try DatabaseQueue(path: test.path)
    try other.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN")
      _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM event")
      #expect(
        TestLog.code { _ = try log.erase(.subject("s1"), basis: "x") }
          == "audit/erasure-pending"
      )
      try db.execute(sql: "COMMIT")
    }
    try other.close()
    #expect(try log.erase(.subject("s1"), basis: "x").erased == 0)
    try log.close()
    #expect(try test.verify().sealedCounts.erased == 5)
  }

  @Test(arguments: [
    "DELETE FROM sealed", "DELETE FROM subject_key",
    "UPDATE sealed SET content = zeroblob(40) WHERE seq = 1",
    "UPDATE sealed SET salt = NULL, content = NULL, erased = 39 WHERE seq = 1",
    "UPDATE subject_key SET key = NULL, erased = 39 WHERE subject = 's1'",
    "UPDATE subject_key SET key = zeroblob(32) WHERE subject = 's1'",
    "INSERT INTO sealed VALUES (1, 'other', 's1', zeroblob(32), x'00', NULL)",
    "REPLACE INTO sealed VALUES (1, 'prompt', 's1', zeroblob(32), x'00', NULL)",
    "REPLACE INTO subject_key VALUES ('s1', zeroblob(32), NULL)",
  ])
  func `refuses changes to what is sealed`(sql: String) throws {
    let test = try TestLog.sealed()
    let queue = try DatabaseQueue(path: test.path)
    #expect(throws: DatabaseError.self) {
      try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    }
    try queue.close()
    #expect(try test.verify().outcome == .ok)
  }

  @Test(arguments: [
    "DELETE FROM sealed WHERE seq = 4",
    "UPDATE sealed SET salt = NULL, content = NULL, erased = 20 WHERE seq = 4",
    "UPDATE sealed SET content = x'00112233' WHERE seq = 4",
    "UPDATE sealed SET salt = zeroblob(32) WHERE seq = 4",
    "UPDATE sealed SET subject = 's5' WHERE seq = 4",
    "UPDATE sealed SET slot = 'other' WHERE seq = 4 AND slot = 'prompt'",
    "UPDATE sealed SET seq = 99 WHERE seq = 4",
    "UPDATE subject_key SET key = zeroblob(32) WHERE subject = 's4'",
    "UPDATE subject_key SET key = NULL, erased = 20 WHERE subject = 's4'",
    "UPDATE subject_key SET subject = 's44' WHERE subject = 's4'",
    "INSERT INTO sealed VALUES (2, 'other', 's2', zeroblob(32), x'00', NULL)",
    "UPDATE sealed SET content = (SELECT content FROM sealed WHERE seq = 14 AND slot = 'prompt'), "
      + "salt = (SELECT salt FROM sealed WHERE seq = 14 AND slot = 'prompt') WHERE seq = 4",
    "UPDATE log SET vkey = 'x'", "UPDATE log SET created = '2025-01-31T12:00:00Z'",
    "UPDATE migration SET applied = '2025-01-31T12:00:00Z' WHERE version = 1",
    "UPDATE migration SET applied = 'x' WHERE version = 2",
    "UPDATE migration SET sql_sha256 = 'x' WHERE version = 2",
    "UPDATE migration SET version = 7 WHERE version = 2", "DELETE FROM migration",
  ])
  func `finds every column changed behind the triggers' back`(sql: String) throws {
    let test = try TestLog.sealed()
    try test.tamper("PRAGMA foreign_keys = OFF", sql)
    let report = try test.verify()
    #expect(report.outcome == .tampered)
    #expect(!report.sealed.passed || !report.structure.passed)
  }

  @Test func `keeps commitments through an export and says what it withholds`() throws {
    let test = try TestLog.sealed()
    let log = try test.open(.readOnly)
    let file = test.folder + "/events.jsonl"
    try SafeFile.replaceWriting(file) { write in
      _ = try log.export(as: .jsonl, write: write)
    }
    let note = SignedNote(text: try log.checkpoint().note)
    try log.close()
    #expect(try test.occurrences(of: TestLog.canary) == 0)
    let copy = test.folder + "/copy.sqlite"
    _ = try AuditImport.lines(file, to: copy, note: note) { "2026-01-31T12:00:00Z" }
    let made = try AuditLog(path: copy, mode: .readOnly) { "" }
    let report = try made.verify(against: note)
    #expect(report.outcome == .ok, "\(report)")
    #expect(report.events == 41 && report.sealedCounts.withheld == 54)
    #expect(try made.contents(of: 1).map(\.state) == [.withheld])
    try made.close()
  }

  @Test func `shows one content with its proof and hides the others`() throws {
    let test = try TestLog.sealed()
    let log = try test.open(.readOnly)
    var proof = try log.proveInclusion(of: 3)
    let note = proof.note
    proof.opened = try log.opened(["prompt"], of: 3)
    #expect(TestLog.code { _ = try log.opened(["other"], of: 3) } == "audit/nothing-sealed")
    try log.close()
    let read = try AuditProof(parsing: proof.value.canonicalJSON, file: "proof")
    #expect(read == proof)
    #expect(try read.verify(against: note).outcome == .ok)
    #expect(read.opened.map(\.slot) == ["prompt"])
    var forged = read
    forged.opened[0].content[0] ^= 1
    #expect(try forged.verify(against: note).outcome == .tampered)
  }

  @Test func `refuses names that could be a person's and two contents of a slot`() throws {
    let test = try TestLog()
    let log = try test.open()
    for subject in ["", "Silver Kettle", String(repeating: "a", count: 129)] {
      var record = DecisionRecord(kind: "k", run: "r", body: [:])
      record.sealed = [SealedContent(slot: "prompt", subject: subject, content: [])]
      #expect(
        TestLog.code { try log.append([record], run: "r", state: nil) } == "audit/bad-subject"
      )
    }
    var record = DecisionRecord(kind: "k", run: "r", body: [:])
    let content = SealedContent(slot: "prompt", subject: "a", content: [])
    record.sealed = [content, content]
    #expect(TestLog.code { try log.append([record], run: "r", state: nil) } == "audit/double-slot")
    let own = DecisionRecord(kind: "k", run: "r", body: ["sealed": "x"])
    #expect(TestLog.code { try log.append([own], run: "r", state: nil) } == "audit/reserved")
    record.sealed = [content]
    try log.append([record], run: "r", state: nil)
    try log.close()
    #expect(try test.verify().sealedCounts.intact == 1)
  }
}
