import AuditLog
import Dispatch
import GRDB
import SafetyCore
import Synchronization
import Testing

@Suite struct AppendingTests {
  @Test func `writes a run that verifies and reads back`() throws {
    let test = try TestLog()
    try test.fill(runs: 2, documents: 20)
    let log = try test.open(.readOnly)
    let runs = try log.runs()
    #expect(runs.map(\.run) == ["r0", "r1"])
    #expect(runs[0].totals == SampleRun.counts(documents: 20))
    #expect(runs[0].events == 23)
    #expect(runs[0].ended == "2026-01-31T12:00:00Z")
    #expect(runs[0].policyDigest == SampleRun.digest.hex)
    var kinds: [String] = []
    try log.events(of: "r1", limit: 3) { kinds.append($0.kind) }
    #expect(kinds == ["run.begin", "filter.decision", "filter.decision"])
    var ends: [Int] = []
    try log.events(of: nil, kind: "run.end") { ends.append($0.seq) }
    #expect(ends == [22, 45])
    #expect(try log.decisions(forDocument: "document-3").map(\.seq) == [4, 27])
    let why = try log.decisions(forDocument: "document-3", run: "r1")
    #expect(why.map(\.decision) == [SampleRun.decision("r1", 3)])
    #expect(try log.decisions(forDocument: "document-99").isEmpty)
    #expect(try log.verify().outcome == .ok)
  }

  @Test func `keeps the resume state until the run ends`() throws {
    let test = try TestLog()
    let log = try test.open()
    #expect(try log.resumeState(of: "r0") == nil)
    try log.append([SampleRun.begin("r0").record], run: "r0", state: [1, 2])
    try log.append([], run: "r0", state: [])
    #expect(try log.resumeState(of: "r0") == [])
    try log.append([], run: "r0", state: [3])
    try log.append([], run: "r0", state: nil)
    #expect(try log.resumeState(of: "r0") == [3])
    let rest = SampleRun.records("r0", documents: 0).dropFirst()
    try log.append(Array(rest), run: "r0", state: [4])
    #expect(try log.resumeState(of: "r0") == nil)
    try log.close()
    #expect(try test.verify().outcome == .ok)
  }

  @Test func `begins a run once, whoever writes it`() throws {
    let test = try TestLog()
    let log = try test.open()
    let other = try test.open()
    let begin = SampleRun.begin("r0").record
    try log.append([begin], run: "r0", state: [1])
    for records in [[begin], [SampleRun.begin("r1").record, begin]] {
      #expect(
        TestLog.code { try other.append(records, run: "r0", state: [2]) } == "audit/run-exists"
      )
    }
    #expect(try log.resumeState(of: "r0") == [1])
    #expect(try log.checkpoint().size == 1)
    try other.append([SampleRun.begin("r1").record], run: "r1", state: nil)
    try other.close()
    try log.close()
  }

  @Test func `grows the same tree in one call, in many, and after reopening`() throws {
    let records = SampleRun.records("r0", documents: 600)
    let whole = try TestLog()
    let log = try whole.open()
    try log.append(records, run: "r0", state: nil)
    let expected = try log.checkpoint()
    try log.close()
    let pieces = try TestLog()
    var start = 0
    for size in [1, 254, 2, 255, 3, 1000] {
      let log = try pieces.open()
      let end = min(start + size, records.count)
      try log.append(Array(records[start..<end]), run: "r0", state: nil)
      try log.close()
      start = end
    }
    let report = try pieces.verify(against: expected)
    #expect(report.outcome == .ok)
    #expect(report.root == expected.root)
    #expect(report.events == 603)
  }

  @Test func `leaves nothing of a call that fails`() throws {
    let test = try TestLog()
    let log = try test.open()
    try log.append([SampleRun.begin("r0").record], run: "r0", state: nil)
    let before = try log.checkpoint()
    try test.tamper(
      "CREATE TRIGGER stop BEFORE INSERT ON event WHEN NEW.seq = 3 BEGIN"
        + " SELECT RAISE(ABORT, 'stop'); END"
    )
    let records = (0..<5).map { SampleRun.decision("r0", $0).record }
    #expect(
      TestLog.code { try log.append(records, run: "r0", state: [1]) } == "audit/refused"
    )
    #expect(try log.checkpoint() == before)
    #expect(try log.resumeState(of: "r0") == nil)
    try test.tamper("SELECT 1")
    let raw = try DatabaseQueue(path: test.path)
    try raw.writeWithoutTransaction { try $0.execute(sql: "DROP TRIGGER stop") }
    try log.append(records, run: "r0", state: nil)
    #expect(try log.checkpoint().size == 6)
    try log.close()
  }

  @Test func `loses no event of four writers at once`() throws {
    let test = try TestLog()
    let problems = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { writer in
      do {
        let log = try test.open()
        let run = "r\(writer)"
        for record in SampleRun.records(run, documents: 40) {
          try log.append([record], run: run, state: [UInt8(writer)])
        }
        try log.close()
      } catch { problems.withLock { $0.append("\(error)") } }
    }
    #expect(problems.withLock { $0 } == [])
    let report = try test.verify()
    #expect(report.outcome == .ok)
    #expect(report.events == 4 * 43)
  }
}
