/// A typed body of an audit event, written to a record and read back from its canonical form.
package protocol EventBody: Sendable, Hashable {
  /// The word under `kind`, such as `run.begin`.
  static var kind: String { get }
  /// The run that the event belongs to.
  var run: String { get }
  /// The members beside `kind`, `run` and `ts`.
  var members: [String: CanonicalValue] { get }
  /// Reads the members of a whole body; members it does not know are passed over.
  init(reading members: EventMembers) throws
}

extension EventBody {
  /// The entry to append to the log.
  package var record: DecisionRecord { DecisionRecord(kind: Self.kind, run: run, body: members) }

  /// Reads a body as it stands in the log.
  ///
  /// - Throws: A `json/…` diagnostic for broken bytes, `event/…` for a body of another shape.
  package init(body: [UInt8], name: String = "event") throws {
    try self.init(CanonicalValue(parsing: body, file: name), name: name)
  }

  /// Reads a body that is parsed already.
  package init(_ value: CanonicalValue, name: String = "event") throws {
    let members = try EventMembers(value, name: name)
    let kind = try members.string("kind")
    guard kind == Self.kind else {
      throw members.problem("event/wrong-kind", "`kind` is `\(kind)`, not `\(Self.kind)`")
    }
    try self.init(reading: members)
  }
}
