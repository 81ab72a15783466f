import SafetyCore
import Synchronization

/// Keeps records, or refuses them from a number on.
final class RecordingSink: DecisionSink {
  struct Full: Error {}

  let records = Mutex<[DecisionRecord]>([])
  private let capacity: Int

  init(capacity: Int = .max) { self.capacity = capacity }

  func append(_ records: [DecisionRecord], run: String, state: [UInt8]?) throws {
    try self.records.withLock { kept in
      guard kept.count + records.count <= capacity else { throw Full() }
      kept += records
    }
  }

  /// One member of each decision, in order.
  func texts(_ key: String) -> [String] {
    records.withLock { kept in
      kept.filter { $0.kind == GuardEvent.kind }
        .map { if case .string(let text)? = $0.body[key] { text } else { "null" } }
    }
  }

  /// Decisions as they are read back from a log.
  func decisions() throws -> [GuardEvent] {
    try records.withLock { $0 }.filter { $0.kind == GuardEvent.kind }.map(Self.decoded)
  }

  /// What the sink says of policies.
  func policies() throws -> [GuardPolicyEvent] {
    try records.withLock { $0 }.filter { $0.kind == GuardPolicyEvent.kind }.map(Self.decoded)
  }

  private static func decoded<Body: EventBody>(_ record: DecisionRecord) throws -> Body {
    var body = record.body
    body["kind"] = .string(record.kind)
    body["run"] = .string(record.run)
    return try Body(body: CanonicalValue.object(body).canonicalJSON)
  }
}
