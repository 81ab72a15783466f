import SafetyCore

/// The tables of an audit log, word for word as they stand in the file.
///
/// Triggers stop accidents; evidence against someone who owns the file is the tree.
package enum AuditSchema {
  /// `GSA1`, which `file` and SQLite's header show.
  static let applicationID = 0x4753_4131
  /// The schema this build writes; a newer one is refused.
  package static let version = 4
  /// Hashes in a full tile.
  static let tileWidth = 256

  /// What each version executed, from version 1 on.
  package static let additions = [firstVersion, secondVersion, thirdVersion, fourthVersion]

  /// All that stands in a file of a version, in order of execution.
  static func statements(of version: Int) -> [String] {
    let executed = additions.prefix(max(0, version)).flatMap { $0 }
    let dropped = Set(executed.filter { $0.hasPrefix("DROP ") }.map(item(of:)))
    return executed.filter { !dropped.contains(item(of: $0)) }
  }

  /// What a statement creates or drops, as `sqlite_master` lists it.
  struct Item: Hashable {
    var type: String
    var name: String
  }

  /// Named by a statement's second and third word; a virtual table's are the third and fourth.
  static func item(of statement: String) -> Item {
    var words = statement.split(maxSplits: 4) { $0 == " " || $0 == "\n" }
    if words[1] == "VIRTUAL" { words.remove(at: 1) }
    return Item(type: words[1].lowercased(), name: String(words[2]))
  }

  /// The digest that `migration` keeps of a version's statements.
  package static func digest(of version: Int) -> Digest {
    Digest.sha256(additions[version - 1].joined(separator: ";\n").utf8)
  }

  private static let firstVersion =
    tables + indexes + views
    + [
      guardTrigger("event_no_update", "UPDATE ON event", nil, "events are never changed"),
      guardTrigger("event_no_delete", "DELETE ON event", nil, "events are never deleted"),
      // Fires before INSERT OR REPLACE deletes, which skips the two triggers above.
      guardTrigger(
        "event_dense",
        "INSERT ON event",
        "NEW.seq IS NOT coalesce((SELECT max(seq) + 1 FROM event), 0)",
        "events are numbered without gaps"
      ),
      guardTrigger(
        "log_once",
        "INSERT ON log",
        "EXISTS (SELECT 1 FROM log)",
        "a log is named once"
      ),
      guardTrigger("log_no_update", "UPDATE ON log", nil, "a log is named once"),
      guardTrigger("log_no_delete", "DELETE ON log", nil, "a log is named once"),
      guardTrigger(
        "tile_once",
        "INSERT ON tile",
        "EXISTS (SELECT 1 FROM tile WHERE level = NEW.level AND idx = NEW.idx)",
        "tiles only grow"
      ),
      guardTrigger(
        "tile_grows",
        "UPDATE ON tile",
        "NEW.level IS NOT OLD.level OR NEW.idx IS NOT OLD.idx"
          + " OR substr(NEW.hashes, 1, length(OLD.hashes)) IS NOT OLD.hashes",
        "tiles only grow"
      ),
      guardTrigger("tile_no_delete", "DELETE ON tile", nil, "tiles only grow"),
      guardTrigger(
        "checkpoint_grows",
        "INSERT ON checkpoint",
        "NEW.size <= coalesce((SELECT max(size) FROM checkpoint), 0)",
        "checkpoints only grow"
      ),
      guardTrigger("checkpoint_no_update", "UPDATE ON checkpoint", nil, "checkpoints only grow"),
      guardTrigger("checkpoint_no_delete", "DELETE ON checkpoint", nil, "checkpoints only grow"),
    ]

  private static let tables = [
    """
    CREATE TABLE log (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      origin TEXT NOT NULL,
      vkey TEXT,
      created TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE event (
      seq INTEGER PRIMARY KEY CHECK (seq >= 0),
      body TEXT NOT NULL CHECK (json_valid(body)),
      leaf BLOB NOT NULL CHECK (length(leaf) = 32),
      kind TEXT GENERATED ALWAYS AS (json_extract(body, '$.kind')) VIRTUAL,
      run TEXT GENERATED ALWAYS AS (json_extract(body, '$.run')) VIRTUAL,
      ts TEXT GENERATED ALWAYS AS (json_extract(body, '$.ts')) VIRTUAL
    ) STRICT
    """,
    """
    CREATE TABLE tile (
      level INTEGER NOT NULL CHECK (level >= 1),
      idx INTEGER NOT NULL CHECK (idx >= 0),
      hashes BLOB NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
      PRIMARY KEY (level, idx)
    ) STRICT
    """,
    """
    CREATE TABLE checkpoint (
      size INTEGER PRIMARY KEY CHECK (size > 0),
      root BLOB NOT NULL CHECK (length(root) = 32),
      note TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE migration (
      version INTEGER PRIMARY KEY,
      applied TEXT NOT NULL,
      sql_sha256 TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE run_state (
      run TEXT PRIMARY KEY,
      state BLOB NOT NULL
    ) STRICT
    """,
  ]

  private static let indexes = [
    "CREATE INDEX event_by_run ON event (run, kind)",
    "CREATE INDEX event_by_kind ON event (kind, ts)",
    """
    CREATE INDEX decision_by_document ON event (json_extract(body, '$.id'))
    WHERE kind = 'filter.decision'
    """,
  ]

  private static let views = [
    """
    CREATE VIEW run AS
    SELECT b.run AS run, b.seq AS seq, b.ts AS started, e.ts AS ended,
      json_extract(b.body, '$.command') AS command,
      json_extract(b.body, '$.version') AS version,
      json_extract(b.body, '$.policy.name') AS policy_name,
      json_extract(b.body, '$.policy.sha256') AS policy_sha256,
      json_extract(e.body, '$.totals.read') AS read,
      json_extract(e.body, '$.totals.kept') AS kept,
      json_extract(e.body, '$.totals.removed') AS removed,
      json_extract(e.body, '$.totals.redacted') AS redacted,
      json_extract(e.body, '$.totals.quarantined') AS quarantined
    FROM event AS b
    LEFT JOIN event AS e ON e.run = b.run AND e.kind = 'run.end'
    WHERE b.kind = 'run.begin'
    """
  ]

  static func guardTrigger(
    _ name: String,
    _ event: String,
    _ condition: String?,
    _ message: String
  ) -> String {
    """
    CREATE TRIGGER \(name) BEFORE \(event)
    WHEN \(condition ?? "1")
    BEGIN
      SELECT RAISE(ABORT, '\(message)');
    END
    """
  }
}
