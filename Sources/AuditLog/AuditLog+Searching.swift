import Diagnostics
import GRDB
import SafetyCore

extension AuditLog {
  /// Events that sum up a run, an evaluation, a verdict or the log's keeping, found by their words.
  ///
  /// - Parameters:
  ///   - words: Each must be there, in any order and case; the last may be a beginning.
  ///   - limit: The most events found.
  /// - Returns: In the order of the log.
  /// - Throws: `audit/no-index` for a log of an older schema, `audit/no-words`.
  package func search(_ words: String, limit: Int = 1_000) throws -> [AuditEvent] {
    let tokens = words.split(whereSeparator: \.isWhitespace)
    guard !tokens.isEmpty, words.utf8.count <= 1_000 else {
      throw Diagnostic("audit/no-words", "there is no word to search for", at: .init(file: path))
    }
    // In quotation marks nothing is an operator of the index's own language.
    let phrases = tokens.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
    let query = phrases.joined(separator: " ") + " *"
    return try read { db in
      guard try Self.version(db) >= 3 else {
        throw Diagnostic(
          "audit/no-index",
          "the log was made before there was an index of words",
          at: .init(file: self.path),
          hint: "it gets one when it is next written to"
        )
      }
      let row = try AuditStatement(
        db,
        """
        SELECT seq, kind, run, ts, body FROM event
        WHERE seq IN (SELECT rowid FROM search WHERE search MATCH ?) ORDER BY seq LIMIT ?
        """
      )
      row.bind(query, at: 1)
      row.bind(limit, at: 2)
      var events: [AuditEvent] = []
      while try row.step() { events.append(Self.event(at: row)) }
      return events
    }
  }

  /// Puts the words of the events from a number on into the index.
  func indexWords(from first: Int, in db: Database) throws {
    let statement = try AuditStatement(db, AuditSchema.searchIndexing, cached: true)
    statement.bind(first, at: 1)
    try statement.run()
  }
}
