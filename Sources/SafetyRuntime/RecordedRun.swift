import AuditLog

/// A run by its name in an audit log.
enum RecordedRun {
  /// Whether a log is there and holds the end of the run; nothing is changed.
  ///
  /// - Throws: An `audit/…` diagnostic where the file is no audit log.
  static func hasEnded(_ run: String, in path: String) throws -> Bool {
    guard EarlierResults.exists(path) else { return false }
    let log = try AuditLog(path: path, mode: .readOnly) { "" }
    let hasEnded = try log.runs().contains { $0.run == run && $0.ended != nil }
    try log.close()
    return hasEnded
  }
}
