import SafetyCore

/// One event as it stands in the log.
package struct AuditEvent: Sendable, Hashable {
  /// Its place, counted from zero.
  package var seq: Int
  package var kind: String
  package var run: String
  /// The time of its transaction, as the clock gave it.
  package var time: String
  /// The hashed bytes: canonical JSON.
  package var body: [UInt8]

  /// Reads the body as a typed event.
  ///
  /// - Throws: A `json/…` or `event/…` diagnostic when the body has another shape.
  package func decode<Body: EventBody>(as type: Body.Type = Body.self) throws -> Body {
    try Body(body: body, name: "event \(seq)")
  }
}
