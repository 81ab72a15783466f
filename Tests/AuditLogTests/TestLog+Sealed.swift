import AuditLog
import GRDB
import Glibc
import SafetyCore

extension TestLog {
  /// A text that is only ever sealed.
  static let canary = Array("silver kettle dance at seven".utf8)

  /// Forty events about ten subjects, each with a prompt, some with a long completion.
  static func sealed(signer: NoteSigner? = nil) throws -> TestLog {
    let test = try TestLog()
    let log = try test.open(signer: signer)
    for index in 0..<40 {
      var record = DecisionRecord(kind: "guard.decision", run: "g", body: ["n": .integer(index)])
      let subject = "s\(index % 10)"
      record.sealed = [SealedContent(slot: "prompt", subject: subject, content: canary)]
      if index % 3 == 0 {
        let long = Array(repeating: canary, count: 700).flatMap { $0 }
        record.sealed.append(SealedContent(slot: "completion", subject: subject, content: long))
      }
      try log.append([record], run: "g", state: nil)
    }
    try log.close()
    return test
  }

  /// How often bytes lie in the database and the files beside it.
  func occurrences(of needle: [UInt8]) throws -> Int {
    var found = 0
    for suffix in ["", "-wal", "-shm", "-journal"] where access(path + suffix, F_OK) == 0 {
      let bytes = try SafeFile.read(path + suffix, limit: 1 << 28).bytes
      guard bytes.count >= needle.count else { continue }
      for start in 0...(bytes.count - needle.count) where bytes[start] == needle[0] {
        if bytes[start..<start + needle.count].elementsEqual(needle) { found += 1 }
      }
    }
    return found
  }

  /// The random bytes about a subject as they lie in the file: key, salts, starts of contents.
  func secrets(of subject: String) throws -> [[UInt8]] {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read { db in
      let cells = try String.fetchAll(
        db,
        sql: """
          SELECT hex(key) FROM subject_key WHERE subject = ?1
          UNION ALL SELECT hex(salt) FROM sealed WHERE subject = ?1
          UNION ALL SELECT hex(substr(content, 1, 24)) FROM sealed WHERE subject = ?1
          UNION ALL SELECT hex(substr(content, 12001, 24)) FROM sealed
            WHERE subject = ?1 AND length(content) > 13000
          """,
        arguments: [subject]
      )
      return cells.map { cell in
        let digits = Array(cell.utf8)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
          UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
      }
    }
  }
}
