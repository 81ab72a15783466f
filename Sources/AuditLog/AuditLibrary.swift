import GRDBSQLite

/// The database library that audit logs are kept with.
package enum AuditLibrary {
  package static var sqliteVersion: String { String(cString: sqlite3_libversion()) }
}
