import AuditLog
import SafetyCore
import Testing

struct MixtureEventTests {
  private let share = MixtureShare(
    run: "r1",
    source: "web",
    unit: "tokens",
    available: 900,
    asked: 450,
    taken: 447,
    documents: 12,
    distinct: 11,
    bytes: 2_000,
    heldOut: 3
  )

  @Test func `events of a mixture are read back as they were written`() throws {
    let file = MixtureArtifact(
      run: "r1",
      name: "train/train-00000-of-00001.jsonl",
      documents: 12,
      size: 2_400,
      sha256: Digest.sha256("silver kettle dance".utf8)
    )
    for record in [share.record, file.record] {
      #expect(AuditLog.kinds.contains(record.kind))
    }
    #expect(try MixtureShare(body: body(share.record)) == share)
    #expect(try MixtureArtifact(body: body(file.record)) == file)
  }

  @Test func `an event without a figure is refused`() throws {
    var record = share.record
    record.body["taken"] = nil
    #expect(throws: (any Error).self) { try MixtureShare(body: body(record)) }
  }

  /// As the log has it.
  private func body(_ record: DecisionRecord) -> [UInt8] {
    var members = record.body
    members["kind"] = .string(record.kind)
    members["run"] = .string(record.run)
    return CanonicalValue.object(members).canonicalJSON
  }
}
