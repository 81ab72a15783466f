import AuditLog
import Diagnostics
import Dispatch
import GRDB
import Glibc
import SafetyCore
import Synchronization
import Testing

@Suite struct OpeningTests {
  private func write(_ bytes: [UInt8], to path: String) {
    let file = fopen(path, "w")
    bytes.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
  }

  @Test func `refuses a file that is no database and leaves it alone`() throws {
    let test = try TestLog()
    let text = Array(String(repeating: "silver kettle dance\n", count: 100).utf8)
    write(text, to: test.path)
    #expect(TestLog.code { _ = try test.open() } == "audit/not-an-audit-log")
    #expect(TestLog.code { _ = try test.open(.readOnly) } == "audit/not-an-audit-log")
  }

  @Test func `refuses another program's database before writing to it`() throws {
    let test = try TestLog()
    let queue = try DatabaseQueue(path: test.path)
    try queue.write { try $0.execute(sql: "CREATE TABLE kettle (x)") }
    #expect(TestLog.code { _ = try test.open() } == "audit/not-an-audit-log")
    let mode = try queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    #expect(mode == "delete")
  }

  @Test func `takes an empty file for a new log but not for reading`() throws {
    let test = try TestLog()
    write([], to: test.path)
    #expect(TestLog.code { _ = try test.open(.readOnly) } == "audit/not-an-audit-log")
    try test.fill()
    #expect(try test.verify().outcome == .ok)
  }

  @Test(.timeLimit(.minutes(1)))
  func `waits for no writer of a pipe, and takes no folder for a log`() throws {
    let test = try TestLog()
    #expect(mkfifo(test.path, 0o600) == 0)
    for path in [test.path, test.folder] {
      for mode in [AuditLog.Mode.readWrite, .existing, .readOnly] {
        let code = TestLog.code { _ = try AuditLog(path: path, mode: mode) { "" } }
        #expect(code == "audit/not-an-audit-log")
      }
      #expect(TestLog.code { _ = try SafeFile.read(path, limit: 9) } == "audit/cannot-read")
    }
  }

  @Test func `names the write-ahead log that a copy was made without`() throws {
    let test = try TestLog()
    let log = try test.open()
    let copy = test.folder + "/copy.sqlite"
    try SafeFile.create(copy, SafeFile.read(test.path, limit: 1 << 24).bytes, mode: 0o600)
    let problem = #expect(throws: Diagnostic.self) {
      _ = try AuditLog(path: copy, mode: .readOnly) { "" }
    }
    #expect(problem?.code == "audit/not-an-audit-log")
    #expect(problem?.hint?.contains("-wal") ?? false)
    try log.close()
  }

  @Test func `refuses a missing file, a missing folder and a newer schema`() throws {
    let test = try TestLog()
    #expect(TestLog.code { _ = try test.open(.readOnly) } == "audit/cannot-open")
    #expect(
      TestLog.code {
        _ = try AuditLog(path: test.folder + "/none/a.sqlite", mode: .readWrite) { "" }
      } == "audit/cannot-open"
    )
    try test.fill()
    try test.tamper("PRAGMA user_version = 99")
    #expect(TestLog.code { _ = try test.open() } == "audit/newer-version")
  }

  @Test func `does not write through a log opened for reading`() throws {
    let test = try TestLog()
    try test.fill()
    let log = try test.open(.readOnly)
    #expect(
      TestLog.code { try log.append(SampleRun.records("x", documents: 1), run: "x", state: nil) }
        == "audit/read-only"
    )
  }

  @Test func `leaves nothing beside a log that it has read, and what was there`() throws {
    let test = try TestLog()
    try test.fill()
    let journal = ["-wal", "-shm"].map { test.path + $0 }
    func areThere() -> [Bool] { journal.map { access($0, F_OK) == 0 } }
    #expect(areThere() == [false, false])
    let before = try SafeFile.read(test.path, limit: 1 << 20).bytes
    #expect(try test.verify().outcome == .ok)
    #expect(areThere() == [false, false])
    #expect(try SafeFile.read(test.path, limit: 1 << 20).bytes == before)
    // A writer that came meanwhile keeps its own.
    let reader = try test.open(.readOnly)
    let writer = try test.open()
    try writer.append(SampleRun.records("r9", documents: 3), run: "r9", state: nil)
    try reader.close()
    #expect(areThere() == [true, true])
    #expect(try test.verify().outcome == .ok)
    try writer.close()
    #expect(areThere() == [false, false])
    #expect(try test.verify().outcome == .ok)
  }

  @Test func `says who holds it when another process does not let go`() throws {
    let test = try TestLog()
    let log = try test.open(patience: 0.05)
    let other = try DatabaseQueue(path: test.path)
    try other.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      let record = SampleRun.begin("r0").record
      #expect(
        TestLog.code { try log.append([record], run: "r0", state: nil) } == "audit/locked"
      )
      try db.execute(sql: "ROLLBACK")
    }
    try log.append([SampleRun.begin("r0").record], run: "r0", state: nil)
    #expect(try log.checkpoint().size == 1)
  }

  @Test func `opens one new file from many threads at once`() throws {
    for _ in 0..<5 {
      let test = try TestLog()
      let problems = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: 6) { _ in
        do { try test.open().close() } catch { problems.withLock { $0.append("\(error)") } }
      }
      #expect(problems.withLock { $0 } == [])
    }
  }

  @Test(arguments: [
    (Int32(13), "audit/disk-full"), (5, "audit/locked"), (6, "audit/locked"),
    (517, "audit/locked"), (11, "audit/corrupt"), (26, "audit/not-an-audit-log"),
    (8, "audit/read-only"), (14, "audit/cannot-open"), (10, "audit/input-output"),
    (778, "audit/input-output"), (1, "audit/database"),
  ])
  func `names the result codes of SQLite`(code: Int32, expected: String) {
    let problem = AuditFailure.diagnostic(code: code, message: "m", path: "a.sqlite")
    #expect(problem.code.rawValue == expected)
    #expect(problem.place?.file == "a.sqlite")
  }
}
