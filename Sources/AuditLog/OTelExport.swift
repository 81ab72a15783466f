import SafetyCore

/// Events as OpenTelemetry log records (OTLP 1, JSON encoding).
///
/// A `metric` event is also a `gen_ai.evaluation.result`, whose conventions are still experimental.
enum OTelExport {
  static let recordsPerRequest = 256
  /// The version of this mapping, as the scope's version.
  private static let mapping = "1"

  static func request(_ records: [CanonicalValue], origin: String) -> CanonicalValue {
    let resource = attributes([
      ("service.name", "gemma-safety"), ("gemma_safety.audit.origin", .string(origin)),
    ])
    return [
      "resourceLogs": [
        [
          "resource": ["attributes": resource],
          "scopeLogs": [
            [
              "scope": ["name": "gemma-safety.audit", "version": .string(mapping)],
              "logRecords": .array(records),
            ]
          ],
        ]
      ]
    ]
  }

  static func record(_ event: AuditEvent) throws -> CanonicalValue {
    let body = try CanonicalValue(parsing: event.body, file: "event \(event.seq)")
    var name = "gemma_safety.\(event.kind)"
    var facts: [(String, CanonicalValue)] = [
      ("gemma_safety.audit.seq", .integer(event.seq)),
      ("gemma_safety.audit.leaf", .string(MerkleRange.leafHash(event.body).hex)),
      ("gemma_safety.run", .string(event.run)),
    ]
    if event.kind == "metric", let metric = body.members, let of = metric["metric"] {
      name = "gen_ai.evaluation.result"
      facts.append(("gen_ai.evaluation.name", of))
      if case .string(let value) = metric["value"], Double(value)?.isFinite == true {
        facts.append(("gen_ai.evaluation.score.value", .object(["double": .string(value)])))
      }
    }
    // OTLP counts nanoseconds in 64 bits; protobuf's JSON writes such numbers as strings.
    let time = UTCTime.seconds(event.time).map { "\($0)000000000" } ?? "0"
    return [
      "timeUnixNano": .string(time), "observedTimeUnixNano": .string(time),
      "severityNumber": 9, "severityText": "INFO", "eventName": .string(name),
      "attributes": attributes(facts), "body": any(body),
    ]
  }

  private static func attributes(_ all: [(String, CanonicalValue)]) -> CanonicalValue {
    .array(
      all.map { key, value in
        if case .object(let members) = value, let number = members["double"] {
          return ["key": .string(key), "value": ["doubleValue": number]]
        }
        return ["key": .string(key), "value": any(value)]
      }
    )
  }

  /// A value as OTLP's `AnyValue`; null is one without a value.
  private static func any(_ value: CanonicalValue) -> CanonicalValue {
    switch value {
    case .null: [:]
    case .boolean(let value): ["boolValue": .boolean(value)]
    case .integer(let value): ["intValue": .string("\(value)")]
    case .string(let value): ["stringValue": .string(value)]
    case .array(let items): ["arrayValue": ["values": .array(items.map(any))]]
    case .object(let members):
      [
        "kvlistValue": [
          "values": .array(
            members.sorted { $0.key < $1.key }.map {
              ["key": .string($0.key), "value": any($0.value)]
            }
          )
        ]
      ]
    }
  }
}
