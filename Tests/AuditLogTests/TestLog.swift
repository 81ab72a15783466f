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

  deinit { Self.remove(folder) }

  private static func remove(_ path: String) {
    if let folder = opendir(path) {
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { remove("\(path)/\(name)") }
      }
      closedir(folder)
      rmdir(path)
    } else {
      unlink(path)
    }
  }

  /// The bytes of a file of `Fixtures`.
  static func fixture(_ name: String) throws -> [UInt8] {
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return try SafeFile.read(folder.joined(separator: "/") + "/Fixtures/" + name, limit: 64 << 20)
      .bytes
  }

  func open(
    _ mode: AuditLog.Mode = .readWrite,
    patience: Double = 30,
    signer: NoteSigner? = nil
  ) throws -> AuditLog {
    try AuditLog(
      path: path,
      mode: mode,
      patience: patience,
      origin: "test/log",
      signer: signer
    ) { "2026-01-31T12:00:00Z" }
  }

  /// Writes whole runs and closes the log.
  func fill(runs: Int = 1, documents: Int = 20, signer: NoteSigner? = nil) throws {
    let log = try open(signer: signer)
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

  func verify(
    against external: AuditCheckpoint? = nil,
    keys: [NoteVerifier] = []
  ) throws -> VerificationReport {
    let log = try open(.readOnly)
    let report = try log.verify(against: external.map { SignedNote(text: $0.note) }, keys: keys)
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
