import GRDB
import GRDBSQLite

/// A prepared statement that moves bytes without copies through Foundation's types.
struct AuditStatement {
  private let statement: Statement
  private let handle: OpaquePointer
  private let connection: OpaquePointer?

  /// Prepares SQL; `cached` keeps it prepared for the life of the connection.
  init(_ db: Database, _ sql: String, cached: Bool = false) throws {
    statement = try cached ? db.cachedStatement(sql: sql) : db.makeStatement(sql: sql)
    handle = statement.sqliteStatement
    connection = db.sqliteConnection
    reset()
  }

  func bind(_ value: Int, at index: Int) { sqlite3_bind_int64(handle, Int32(index), Int64(value)) }

  func bind(text bytes: [UInt8], at index: Int) {
    // A null address would bind NULL instead of a text without characters.
    guard !bytes.isEmpty else {
      sqlite3_bind_text(handle, Int32(index), "", 0, Self.copied)
      return
    }
    bytes.withUnsafeBytes { buffer in
      let start = buffer.bindMemory(to: CChar.self).baseAddress
      _ = sqlite3_bind_text(handle, Int32(index), start, Int32(buffer.count), Self.copied)
    }
  }

  func bind(_ text: String, at index: Int) { bind(text: Array(text.utf8), at: index) }

  func bind(blob bytes: [UInt8], at index: Int) {
    guard !bytes.isEmpty else {
      sqlite3_bind_zeroblob(handle, Int32(index), 0)
      return
    }
    bytes.withUnsafeBytes { buffer in
      _ = sqlite3_bind_blob(
        handle,
        Int32(index),
        buffer.baseAddress,
        Int32(buffer.count),
        Self.copied
      )
    }
  }

  /// Advances to the next row; false after the last.
  func step() throws -> Bool {
    let code = sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default:
      let message = connection.map { String(cString: sqlite3_errmsg($0)) }
      sqlite3_reset(handle)
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
  }

  /// Runs a statement without rows and makes it ready for the next values.
  func run() throws {
    while try step() {}
    reset()
  }

  /// Lets go of the row and the lock behind it.
  func reset() { sqlite3_reset(handle) }

  /// Rows that the last statement of the connection changed.
  var changes: Int { connection.map { Int(sqlite3_changes($0)) } ?? 0 }

  func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

  func integer(_ column: Int) -> Int { Int(sqlite3_column_int64(handle, Int32(column))) }

  /// The bytes of a text or blob, valid until the next step.
  func bytes(_ column: Int) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(handle, Int32(column))
    let count = sqlite3_column_bytes(handle, Int32(column))
    return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(count))
  }

  func text(_ column: Int) -> String { String(decoding: bytes(column), as: UTF8.self) }

  func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

  // SQLITE_TRANSIENT, whose C macro is a cast that Swift does not import.
  private static var copied: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}
