/// What version 2 added: sealed contents, the keys they are encrypted with, and views over rules.
///
/// Holds and retention are views over events, so they cannot disagree with the evidence.
extension AuditSchema {
  static let secondVersion =
    [
      """
      CREATE TABLE subject_key (
        subject TEXT PRIMARY KEY,
        key BLOB CHECK (key IS NULL OR length(key) = 32),
        erased INTEGER,
        CHECK ((key IS NULL) = (erased IS NOT NULL))
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE sealed (
        seq INTEGER NOT NULL REFERENCES event (seq),
        slot TEXT NOT NULL,
        subject TEXT NOT NULL REFERENCES subject_key (subject),
        salt BLOB CHECK (salt IS NULL OR length(salt) = 32),
        content BLOB,
        erased INTEGER,
        PRIMARY KEY (seq, slot),
        CHECK ((salt IS NULL) = (erased IS NOT NULL)),
        CHECK ((content IS NULL) = (erased IS NOT NULL))
      ) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX sealed_by_subject ON sealed (subject) WHERE erased IS NULL",
      """
      CREATE VIEW legal_hold AS
      SELECT p.seq AS seq, p.ts AS placed, json_extract(p.body, '$.scope') AS scope,
        json_extract(p.body, '$.target') AS target, json_extract(p.body, '$.reason') AS reason
      FROM event AS p
      WHERE p.kind = 'hold.place' AND NOT EXISTS (
        SELECT 1 FROM event AS l
        WHERE l.kind = 'hold.lift' AND json_extract(l.body, '$.hold') = p.seq
      )
      """,
      """
      CREATE VIEW retention AS
      SELECT e.seq AS seq, json_extract(e.body, '$.of') AS kind,
        json_extract(e.body, '$.days') AS days
      FROM event AS e
      WHERE e.kind = 'retention.set' AND NOT EXISTS (
        SELECT 1 FROM event AS l
        WHERE l.kind = 'retention.set' AND l.seq > e.seq
          AND json_extract(l.body, '$.of') = json_extract(e.body, '$.of')
      )
      """,
      """
      CREATE VIEW sealed_on_hold AS
      SELECT s.seq AS seq, s.slot AS slot, s.subject AS subject, h.seq AS hold
      FROM sealed AS s, legal_hold AS h
      WHERE s.erased IS NULL AND (
        h.scope = 'all' OR h.scope = 'subject' AND h.target = s.subject
        OR h.scope = 'run' AND h.target = (SELECT run FROM event WHERE event.seq = s.seq)
      )
      """,
    ]
    + [
      guardTrigger(
        "sealed_insert",
        "INSERT ON sealed",
        """
        NEW.erased IS NOT NULL
          OR EXISTS (SELECT 1 FROM sealed WHERE seq = NEW.seq AND slot = NEW.slot)
          OR NOT EXISTS (
            SELECT 1 FROM event AS e, json_each(e.body, '$.sealed') AS s
            WHERE e.seq = NEW.seq AND json_extract(s.value, '$.slot') = NEW.slot
          )
        """,
        "a content is sealed once, with its event"
      ),
      guardTrigger(
        "sealed_erase",
        "UPDATE ON sealed",
        """
        NEW.seq IS NOT OLD.seq OR NEW.slot IS NOT OLD.slot OR NEW.subject IS NOT OLD.subject
          OR OLD.erased IS NOT NULL OR NEW.erased IS NULL OR NEW.erased <= OLD.seq
          OR NOT EXISTS (
            SELECT 1 FROM event AS e
            WHERE e.seq = NEW.erased AND e.kind = 'erasure' AND (
              json_extract(e.body, '$.subject') = OLD.subject
              OR EXISTS (
                SELECT 1 FROM json_each(e.body, '$.items') AS i
                WHERE json_extract(i.value, '$.seq') = OLD.seq
                  AND json_extract(i.value, '$.slot') = OLD.slot
              )
            )
          )
        """,
        "a content is erased by an event that names it, and never changed"
      ),
      guardTrigger(
        "sealed_hold",
        "UPDATE ON sealed",
        "EXISTS (SELECT 1 FROM sealed_on_hold WHERE seq = OLD.seq AND slot = OLD.slot)",
        "the content is under a legal hold"
      ),
      guardTrigger("sealed_no_delete", "DELETE ON sealed", nil, "erased contents leave a mark"),
      guardTrigger(
        "subject_key_once",
        "INSERT ON subject_key",
        "NEW.erased IS NOT NULL OR EXISTS (SELECT 1 FROM subject_key WHERE subject = NEW.subject)",
        "a subject has one key"
      ),
      guardTrigger(
        "subject_key_erase",
        "UPDATE ON subject_key",
        """
        NEW.subject IS NOT OLD.subject OR OLD.erased IS NOT NULL OR NEW.erased IS NULL
          OR EXISTS (SELECT 1 FROM sealed WHERE subject = OLD.subject AND erased IS NULL)
          OR NOT EXISTS (
            SELECT 1 FROM event AS e
            WHERE e.seq = NEW.erased AND e.kind = 'erasure'
              AND json_extract(e.body, '$.subject') = OLD.subject
          )
        """,
        "a key is erased by an event that names its subject, after its contents"
      ),
      guardTrigger("subject_key_no_delete", "DELETE ON subject_key", nil, "keys leave a mark"),
    ]
}
