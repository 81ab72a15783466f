import Diagnostics
import GRDB
import GRDBSQLite
import Glibc

/// Turns SQLite's result codes into problems a person can act on.
package enum AuditFailure {
  /// The diagnostic for a primary or extended result code.
  package static func diagnostic(code: Int32, message: String, path: String) -> Diagnostic {
    let (name, text, hint): (Diagnostic.Code, String, String?) =
      switch code & 0xFF {
      case SQLITE_FULL:
        ("audit/disk-full", "the disk of the audit log is full", "free some space and resume")
      case SQLITE_BUSY, SQLITE_LOCKED:
        (
          "audit/locked", "another process has held the audit log for too long",
          "end that process, or give this run a log of its own with `--audit`"
        )
      case SQLITE_CORRUPT:
        (
          "audit/corrupt", "the audit log is damaged",
          "restore a copy and check it with `gemma-safety audit verify`"
        )
      case SQLITE_NOTADB: notAnAuditLog
      case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
        (
          "audit/cannot-open", "the audit log cannot be opened",
          "check that the folder exists and may be written to"
        )
      case SQLITE_READONLY:
        ("audit/read-only", "the audit log may only be read", "check the file's permissions")
      case SQLITE_CONSTRAINT: ("audit/refused", "the audit log refused an entry: \(message)", nil)
      case SQLITE_IOERR: ("audit/input-output", "the audit log's disk reports an error", nil)
      default: ("audit/database", "the audit log failed: \(message) (code \(code))", nil)
      }
    return Diagnostic(name, text, at: .init(file: path), hint: hint)
  }

  /// For a log that has to be there already.
  static func noLog(_ path: String) -> Diagnostic {
    Diagnostic(
      "audit/cannot-open",
      "there is no audit log",
      at: .init(file: path),
      hint: "`gemma-safety filter`, `serve` and `evaluate run` write one; name it by its path"
    )
  }

  static let notAnAuditLog: (Diagnostic.Code, String, String?) = (
    "audit/not-an-audit-log", "the file is not an audit log",
    "name another file with `--audit`; this one was left as it is"
  )

  /// For a file of another kind.
  static func foreign(_ path: String) -> Diagnostic {
    let (code, message, hint) = notAnAuditLog
    return Diagnostic(code, message, at: .init(file: path), hint: hint)
  }

  /// For a file without a single table, such as a copy of a log that is being written.
  static func empty(_ path: String) -> Diagnostic {
    Diagnostic(
      notAnAuditLog.0,
      "the file holds no audit log",
      at: .init(file: path),
      hint: "of a log that is written to, events stand in `…-wal` beside it: copy both together"
    )
  }

  /// Refuses what is there and no file; SQLite would wait for ever for the writer of a pipe.
  static func refuseIrregular(_ path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
    throw Diagnostic(notAnAuditLog.0, "not a regular file", at: .init(file: path))
  }

  /// Runs a piece of work and names its database errors.
  static func naming<Result>(_ path: String, _ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let error as DatabaseError {
      throw diagnostic(
        code: error.extendedResultCode.rawValue,
        message: error.message ?? "no message",
        path: path
      )
    }
  }
}
