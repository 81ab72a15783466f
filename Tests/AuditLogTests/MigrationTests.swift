import AuditLog
import Dispatch
import SafetyCore
import Synchronization
import Testing

/// A log of schema 1, written by the version that had no other.
@Suite struct MigrationTests {
  private let root = Digest(hex: "f017f6229ed084392e2b0acdf1ac70d69e6e96a314fb732c755ba32173124343")

  private func old() throws -> TestLog {
    let test = try TestLog()
    try SafeFile.create(test.path, TestLog.fixture("version-1.sqlite"), mode: 0o644)
    return test
  }

  @Test func `verifies an older log without changing it`() throws {
    let test = try old()
    let report = try test.verify()
    #expect(report.outcome == .ok)
    #expect(report.events == 324 && report.root == root)
    let log = try test.open(.readOnly)
    #expect(try log.holds().isEmpty && log.retentions().isEmpty)
    #expect(try log.contents(of: 3).isEmpty)
    #expect(try log.statistics().schema == 1)
    #expect(try log.proveInclusion(of: 300).problem() == nil)
    try log.close()
    #expect(
      try SafeFile.read(test.path, limit: 1 << 22).bytes == TestLog.fixture("version-1.sqlite")
    )
  }

  @Test func `takes an older log along and continues its tree`() throws {
    let test = try old()
    let log = try test.open()
    let records = SampleRun.records("new", documents: 5)
    try log.append(records, run: "new", state: nil)
    let growth = try log.proveConsistency(from: 324)
    #expect(try growth.problem() == nil)
    #expect(
      AuditCheckpoint(note: try log.proveConsistency(from: 0, to: 324).note.text)?.root == root
    )
    try log.close()
    let report = try test.verify()
    #expect(report.outcome == .ok, "\(report)")
    #expect(report.events == 324 + 1 + 8)
    let reader = try test.open(.readOnly)
    let event = try #require(try reader.event(324))
    #expect(event.kind == "schema.migrate")
    #expect(try reader.statistics().schema == AuditSchema.version)
    try reader.close()
    try test.open().close()
    #expect(try test.verify().events == 333)
  }

  @Test func `takes an older log along once when many open it at once`() throws {
    let test = try old()
    let problems = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 6) { _ in
      do { try test.open().close() } catch { problems.withLock { $0.append("\(error)") } }
    }
    #expect(problems.withLock { $0 } == [])
    let report = try test.verify()
    #expect(report.outcome == .ok && report.events == 325)
  }

  @Test func `does not take a new log for an older one`() throws {
    let test = try TestLog()
    try test.fill()
    try test.tamper("PRAGMA user_version = 1")
    #expect(try test.verify().outcome == .tampered)
  }
}
