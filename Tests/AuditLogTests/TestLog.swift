import AuditLog
import Diagnostics
import GRDB
import Glibc
import SafetyCore

/// A folder of its own for one test, with an audit log in it; removed with the value.
final class TestLog: Sendable {
  let folder: String
  var path: String { folder + "/audit.sqlite" }

  init() throws {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/audit-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Diagnostic("test/folder", "no temporary folder")
    }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in ["audit.sqlite", "copy.sqlite", "note"] {
      for suffix in ["", "-wal", "-shm", "-journal"] { unlink("\(folder)/\(name)\(suffix)") }
    }
    rmdir(folder)
  }

  func open(_ mode: AuditLog.Mode = .readWrite, patience: Double = 30) throws -> AuditLog {
    try AuditLog(path: path, mode: mode, patience: patience, origin: "test/log") {
      "2026-01-31T12:00:00Z"
    }
  }

  /// Writes whole runs and closes the log.
  func fill(runs: Int = 1, documents: Int = 20) throws {
    let log = try open()
    for run in 0..<runs {
      try log.append(SampleRun.records("r\(run)", documents: documents), run: "r\(run)", state: nil)
    }
    try log.close()
  }

  /// Changes the file behind the log's back: without triggers, which stand again afterwards.
  func tamper(_ statements: String...) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      let triggers = try Row.fetchAll(
        db,
        sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
      )
      for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger["name"] as String)") }
      for statement in statements { try db.execute(sql: statement) }
      for trigger in triggers { try db.execute(sql: trigger["sql"] as String) }
    }
    try queue.close()
  }

  func verify(against external: AuditCheckpoint? = nil) throws -> VerificationReport {
    let log = try open(.readOnly)
    let report = try log.verify(against: external)
    try log.close()
    return report
  }

  static func code(_ work: () throws -> Void) -> String? {
    do {
      try work()
      return nil
    } catch { return (error as? Diagnostic)?.code.rawValue }
  }
}
