import SafetyCore

/// One event quoted outside its log, with the hashes that lead to a checkpoint.
package struct EvidenceItem: Sendable, Hashable {
  /// The event's number in the log.
  package var index: Int
  /// The hashed bytes: canonical JSON.
  package var body: [UInt8]
  /// Hashes from the leaf upwards.
  package var path: [Digest]

  init(index: Int, body: [UInt8], path: [Digest]) {
    self.index = index
    self.body = body
    self.path = path
  }

  /// The members of the event, read from its hashed bytes alone.
  ///
  /// - Throws: A `json/…` diagnostic, or `event/wrong-type`.
  package func members() throws -> EventMembers {
    let name = "event \(index)"
    return try EventMembers(CanonicalValue(parsing: body, file: name), name: name)
  }

  /// The event, read from its hashed bytes alone.
  ///
  /// - Throws: A `json/…` or `event/…` diagnostic.
  package func event() throws -> AuditEvent {
    let members = try members()
    return AuditEvent(
      seq: index,
      kind: try members.string("kind"),
      run: try members.string("run"),
      time: try members.string("ts"),
      body: body
    )
  }
}
