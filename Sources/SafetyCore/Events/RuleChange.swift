/// What a rule changed in the documents that a filter run kept.
package struct RuleChange: Sendable, Hashable {
  /// Documents in which it redacted, cut or pseudonymised something.
  package var documents: Int
  /// Places in them.
  package var spans: Int

  package init(documents: Int = 0, spans: Int = 0) {
    self.documents = documents
    self.spans = spans
  }

  var value: CanonicalValue { ["documents": .integer(documents), "spans": .integer(spans)] }

  init(reading members: EventMembers) throws {
    documents = try members.count("documents")
    spans = try members.count("spans")
  }
}
