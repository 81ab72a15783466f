/// What versions 3 and 4 added: views by kind of event, and an index of words over what events sum up.
extension AuditSchema {
  static let thirdVersion = viewsByKind + [search, searchTrigger]
  /// A trigger looks at every event, so that decisions, which are not indexed, would pay for it.
  static let fourthVersion = ["DROP TRIGGER event_search"]

  /// Events whose words are indexed: those that sum up, never one for each document or request.
  static let searchedKinds = Set(kinds)

  /// The same in the order that the digest of version 3 covers.
  private static let kinds = [
    "run.begin", "run.end", "evaluation.begin", "evaluation.end", "metric", "gate.verdict",
    "erasure", "hold.place", "hold.lift", "retention.set", "log.import", "log.key",
  ]

  /// Tables that SQLite itself keeps for the index.
  static let searchTables: Set<String> = ["search_data", "search_idx", "search_config"]

  /// Puts the words of the events from a number on into the index.
  static let searchIndexing = """
    INSERT INTO search (rowid, summary)
    SELECT seq, \(summary(of: "event")) FROM event
    WHERE seq >= ? AND +kind IN (\(kindList))
    """

  private static var kindList: String { kinds.map { "'\($0)'" }.joined(separator: ", ") }

  /// The texts of a body and their members' names, without commitments to sealed contents.
  ///
  /// Sealed texts stand in no body, so no word of theirs can come into the index.
  private static func summary(of row: String) -> String {
    """
    (SELECT group_concat(t.atom, ' ') FROM json_tree(\(row).body) AS t
      WHERE t.type = 'text' AND t.fullkey NOT LIKE '$.sealed%')
    """
  }

  private static let search = """
    CREATE VIRTUAL TABLE search USING fts5(
      summary, content = '', columnsize = 0, tokenize = "unicode61 tokenchars '-_./'"
    )
    """

  private static let searchTrigger = """
    CREATE TRIGGER event_search AFTER INSERT ON event
    WHEN NEW.kind IN (\(kindList))
    BEGIN
      INSERT INTO search (rowid, summary) VALUES (NEW.seq, \(summary(of: "NEW")));
    END
    """

  private static let viewsByKind = [
    """
    CREATE VIEW metric AS
    SELECT seq, run, ts, json_extract(body, '$.benchmark') AS benchmark,
      json_extract(body, '$.metric') AS metric, json_extract(body, '$.slice') AS slice,
      json_extract(body, '$.value') AS value, json_extract(body, '$.ci.low') AS ci_low,
      json_extract(body, '$.ci.high') AS ci_high, json_extract(body, '$.ci.level') AS ci_level,
      json_extract(body, '$.n') AS n, json_extract(body, '$.better') AS better,
      json_extract(body, '$.subject.model') AS model,
      json_extract(body, '$.subject.model_sha256') AS model_sha256,
      json_extract(body, '$.subject.data_sha256') AS data_sha256,
      json_extract(body, '$.subject.protocol_sha256') AS protocol_sha256,
      json_extract(body, '$.subject.policy_sha256') AS policy_sha256,
      json_extract(body, '$.subject.seed') AS seed,
      json_extract(body, '$.subject.harness') AS harness
    FROM event WHERE kind = 'metric'
    """,
    """
    CREATE VIEW filter_count AS
    SELECT e.seq AS seq, e.run AS run, e.ts AS ts, r.key AS rule, r.value AS documents
    FROM event AS e, json_each(e.body, '$.by_reason') AS r
    WHERE e.kind = 'run.end'
    """,
    """
    CREATE VIEW guard_decision AS
    SELECT seq, run, ts, json_extract(body, '$.request') AS request,
      json_extract(body, '$.stage') AS stage, json_extract(body, '$.action') AS action,
      json_extract(body, '$.rule') AS rule, json_extract(body, '$.severity') AS severity,
      json_extract(body, '$.escalated') AS escalated, json_extract(body, '$.model') AS model,
      json_extract(body, '$.policy') AS policy_sha256
    FROM event WHERE kind = 'guard.decision'
    """,
    """
    CREATE VIEW verdict AS
    SELECT seq, run, ts, json_extract(body, '$.outcome') AS outcome,
      json_extract(body, '$.model.name') AS model,
      json_extract(body, '$.model.sha256') AS model_sha256,
      json_extract(body, '$.policy.name') AS policy,
      json_extract(body, '$.policy.version') AS policy_version,
      json_extract(body, '$.policy.sha256') AS policy_sha256
    FROM event WHERE kind = 'gate.verdict'
    """,
  ]
}
