import GRDB
import SafetyCore

extension AuditLog {
  /// The guard's decisions on a request and on its further answers, in the order they were made.
  ///
  /// - Parameters:
  ///   - request: The id that the records bear.
  ///   - run: The run in which it was answered.
  /// - Returns: The bodies of the records.
  /// - Throws: An `audit/…` or `json/…` diagnostic.
  package func guardDecisions(onRequest request: String, run: String) throws -> [CanonicalValue] {
    try read { db in
      let sql = """
        SELECT seq, body FROM event
        WHERE run = ?1 AND kind = 'guard.decision'
          AND (json_extract(body, '$.request') = ?2
            OR json_extract(body, '$.request') GLOB ?2 || '-[0-9]*')
        ORDER BY seq
        """
      let row = try AuditStatement(db, sql)
      row.bind(run, at: 1)
      row.bind(request, at: 2)
      var bodies: [CanonicalValue] = []
      while try row.step() {
        bodies.append(
          try CanonicalValue(parsing: Array(row.bytes(1)), file: "event \(row.integer(0))")
        )
      }
      return bodies
    }
  }
}
