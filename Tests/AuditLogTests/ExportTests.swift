import AuditLog
import FuzzSupport
import Glibc
import SafetyCore
import Testing

@Suite struct ExportTests {
  private func lines(
    _ log: AuditLog,
    _ format: AuditExportFormat,
    kind: String? = nil
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    _ = try log.export(as: format, kind: kind) { bytes += $0 }
    return bytes
  }

  private func importing(
    _ bytes: [UInt8],
    _ note: SignedNote?,
    in test: TestLog
  ) throws -> AuditCheckpoint {
    let file = test.folder + "/events.jsonl"
    unlink(file)
    try SafeFile.create(file, bytes, mode: 0o644)
    return try AuditImport.lines(file, to: test.folder + "/copy.sqlite", note: note) {
      "2026-01-31T12:00:00Z"
    }
  }

  @Test func `comes back from JSON lines as the same log`() throws {
    let signer = NoteSigner(name: "test/log", key: .random())
    let test = try TestLog()
    try test.fill(runs: 2, documents: 200, signer: signer)
    let log = try test.open(.readOnly)
    let bytes = try lines(log, .jsonl)
    let note = try log.proveConsistency(from: 0).note
    let checkpoint = try log.checkpoint()
    try log.close()
    #expect(try importing(bytes, note, in: test) == checkpoint)
    let copy = try AuditLog(path: test.folder + "/copy.sqlite", mode: .readOnly) { "" }
    let report = try copy.verify(against: note, keys: [signer.verifier])
    #expect(report.outcome == .ok, "\(report)")
    #expect(report.signatures.valid == 1)
    try copy.close()
    #expect(TestLog.code { _ = try importing(bytes, note, in: test) } == "audit/file-exists")
    unlink(test.folder + "/copy.sqlite")
    #expect(
      TestLog.code { _ = try importing(bytes.dropLast(300) + [0x0A], note, in: test) } != nil
    )
    let cut = bytes.split(separator: 0x0A).dropLast().joined(separator: [0x0A])
    #expect(TestLog.code { _ = try importing(Array(cut), note, in: test) } == "import/other-log")
    #expect(access(test.folder + "/copy.sqlite", F_OK) != 0)
    let spaced = Array("{\"kind\":\"k\", \"run\":\"r\",\"ts\":\"t\"}\n".utf8)
    #expect(TestLog.code { _ = try importing(spaced, nil, in: test) } == "import/not-canonical")
  }

  @Test func `Fuzz: imports a mutated export as what it says or not at all`() throws {
    let test = try TestLog()
    try test.fill(documents: 4)
    let log = try test.open(.readOnly)
    let bytes = try lines(log, .jsonl)
    let note = SignedNote(text: try log.checkpoint().note)
    try log.close()
    Fuzz.rounds(60, seed: 5) { round, generator in
      let mutant = Fuzz.mutated(bytes, alphabet: "{}[]\",:\n0", with: &generator)
      let code = TestLog.code { _ = try importing(mutant, note, in: test) }
      #expect(code != nil || mutant == bytes || mutant + [0x0A] == bytes, "round \(round)")
      for suffix in ["", "-wal", "-shm"] { unlink(test.folder + "/copy.sqlite" + suffix) }
    }
  }

  @Test func `writes a table that no spreadsheet runs`() throws {
    let test = try TestLog()
    let log = try test.open()
    var decision = SampleRun.decision("r", 0)
    decision.id = "=HYPERLINK(\"kettle\")"
    try log.append([decision.record], run: "r", state: nil)
    let text = String(decoding: try lines(log, .csv), as: UTF8.self)
    let rows = text.split(separator: "\r\n")
    #expect(rows[0] == "seq,time,run,kind,id,action,rules,leaf,body")
    #expect(
      rows[1].hasPrefix(
        "0,2026-01-31T12:00:00Z,r,filter.decision,\"'=HYPERLINK(\"\"kettle\"\")\",remove,c4/kettle,"
      )
    )
    #expect(rows.count == 2)
    try log.close()
  }

  @Test func `writes OpenTelemetry log records, a metric as an evaluation result`() throws {
    let test = try TestLog()
    try test.fill(documents: 300)
    let log = try test.open()
    let metric = DecisionRecord(
      kind: "metric",
      run: "e",
      body: ["metric": "toxicity", "value": "0.0686", "n": 100, "none": .null, "ok": true]
    )
    try log.append([metric], run: "e", state: nil)
    let all = try lines(log, .otel).split(separator: 0x0A)
    #expect(all.count == 2)
    let request = try EventMembers(CanonicalValue(parsing: Array(all[1])), name: "request")
    let logs = try request.objects("resourceLogs")[0].objects("scopeLogs")[0].objects("logRecords")
    #expect(logs.count == 304 - 256)
    let last = try #require(logs.last)
    #expect(try last.string("eventName") == "gen_ai.evaluation.result")
    #expect(try last.string("timeUnixNano") == "1769860800000000000")
    let named = try last.objects("attributes").map { try $0.string("key") }
    #expect(named.contains("gen_ai.evaluation.score.value"))
    #expect(try lines(log, .otel, kind: "metric").split(separator: 0x0A).count == 1)
    try log.close()
  }

  @Test func `grows a tile directory and imports it again`() throws {
    let test = try TestLog()
    try test.fill(documents: 700)
    let folder = test.folder + "/tiles"
    func export() throws -> Int {
      let log = try test.open(.readOnly)
      defer { try? log.close() }
      return try log.exportTiles(to: folder)
    }
    #expect(try export() == 703)
    for name in [
      "checkpoint", "tile/0/000", "tile/0/002.p/191", "tile/1/000.p/2",
      "tile/entries/001", "tile/entries/002.p/191",
    ] { #expect(access("\(folder)/\(name)", F_OK) == 0, "\(name)") }
    let log = try test.open()
    try log.append(SampleRun.records("r1", documents: 100), run: "r1", state: nil)
    try log.close()
    #expect(try export() == 806)
    let copy = test.folder + "/copy.sqlite"
    let made = try AuditImport.tiles(folder, to: copy) { "2026-01-31T12:00:00Z" }
    let reader = try test.open(.readOnly)
    #expect(try reader.checkpoint() == made)
    try reader.close()
    unlink(copy)
    let entries = folder + "/tile/entries/001"
    var bytes = try SafeFile.read(entries, limit: 1 << 24).bytes
    bytes[40] ^= 1
    try SafeFile.replace(entries, bytes)
    #expect(TestLog.code { _ = try AuditImport.tiles(folder, to: copy) { "" } } != nil)
    #expect(access(copy, F_OK) != 0)
    let other = try TestLog()
    try other.fill(documents: 900)
    let foreign = try other.open(.readOnly)
    #expect(TestLog.code { _ = try foreign.exportTiles(to: folder) } == "audit/not-continued")
    try foreign.close()
  }

  @Test func `Fuzz: imports mutated bundles of entries as they were or not at all`() throws {
    let test = try TestLog()
    try test.fill(documents: 6)
    let folder = test.folder + "/tiles"
    let log = try test.open(.readOnly)
    #expect(try log.exportTiles(to: folder) == 9)
    try log.close()
    let file = folder + "/tile/entries/000.p/9"
    let bytes = try SafeFile.read(file, limit: 1 << 24).bytes
    let copy = test.folder + "/copy.sqlite"
    try Fuzz.rounds(60, seed: 33) { round, generator in
      let mutant = Fuzz.mutated(bytes, alphabet: "{}[]\",:0", with: &generator)
      try SafeFile.replace(file, mutant)
      let code = TestLog.code { _ = try AuditImport.tiles(folder, to: copy) { "" } }
      #expect(code != nil || mutant == bytes, "round \(round)")
      for suffix in ["", "-wal", "-shm"] { unlink(copy + suffix) }
    }
  }

  @Test func `exports a log without events as tiles, takes it back and grows`() throws {
    let test = try TestLog()
    try test.open().close()
    let folder = test.folder + "/tiles"
    let empty = try test.open(.readOnly)
    #expect(try empty.exportTiles(to: folder) == 0)
    try empty.close()
    let copy = test.folder + "/copy.sqlite"
    #expect(try AuditImport.tiles(folder, to: copy) { "2026-01-31T12:00:00Z" }.size == 0)
    try test.fill(documents: 6)
    let log = try test.open(.readOnly)
    #expect(try log.exportTiles(to: folder) == 9)
    try log.close()
  }

  @Test func `refuses an event too long for a tile directory unless it may leave events out`()
    throws
  {
    let test = try TestLog()
    let log = try test.open()
    let long = DecisionRecord(
      kind: "k",
      run: "r",
      body: ["x": .string(String(repeating: "a", count: 66_000))]
    )
    try log.append([long], run: "r", state: nil)
    let folder = test.folder + "/tiles"
    #expect(TestLog.code { _ = try log.exportTiles(to: folder) } == "audit/entry-too-long")
    #expect(try log.exportTiles(to: folder, hashesOnly: true) == 1)
    try log.close()
  }

  @Test func `counts and reads times`() throws {
    let test = try TestLog()
    try test.fill(runs: 2)
    let log = try test.open(.readOnly)
    let all = try log.statistics()
    #expect(all.runs == 2 && all.endedRuns == 2 && all.checkpoints == 2)
    #expect(all.kinds.first?.name == "filter.decision" && all.kinds.first?.count == 40)
    #expect(all.actions.map(\.count) == [20, 20])
    #expect(all.rules.map(\.name) == ["c4/kettle"] && all.fileBytes > 40_000)
    try log.close()
    for (text, seconds) in [
      ("1970-01-01T00:00:00Z", 0), ("2000-02-29T12:34:56Z", 951_827_696),
      ("2100-03-01T00:00:00Z", 4_107_542_400),
    ] {
      #expect(UTCTime.seconds(text) == seconds)
      #expect(UTCTime.string(seconds) == text)
    }
    for text in ["2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01 00:00:00Z", "now"] {
      #expect(UTCTime.seconds(text) == nil)
    }
  }
}
