/// The decision on one removed or redacted document: every rule that failed, never the text.
package struct FilterDecision: EventBody {
  package static let kind = "filter.decision"

  package var run: String
  /// The document's id.
  package var id: String
  /// Index into the run's input manifest.
  package var shard: Int
  /// Counted from one.
  package var line: Int
  /// The gravest action of the failures.
  package var action: String
  /// Of the original text's UTF-8 bytes.
  package var textSHA256: Digest
  /// UTF-8 bytes of the original text.
  package var textBytes: Int
  package var policyDigest: Digest
  /// Failed rules in order of the rule table.
  package var failures: [FilterFailure]

  package init(
    run: String,
    id: String,
    shard: Int,
    line: Int,
    action: String,
    textSHA256: Digest,
    textBytes: Int,
    policyDigest: Digest,
    failures: [FilterFailure]
  ) {
    self.run = run
    self.id = id
    self.shard = shard
    self.line = line
    self.action = action
    self.textSHA256 = textSHA256
    self.textBytes = textBytes
    self.policyDigest = policyDigest
    self.failures = failures
  }

  package var members: [String: CanonicalValue] {
    [
      "id": .string(id), "shard": .integer(shard), "line": .integer(line),
      "action": .string(action), "text_sha256": .string(textSHA256.hex),
      "text_bytes": .integer(textBytes), "policy_sha256": .string(policyDigest.hex),
      "failures": .array(failures.map(\.canonical)),
    ]
  }

  package init(reading members: EventMembers) throws {
    self.init(
      run: try members.string("run"),
      id: try members.string("id"),
      shard: try members.count("shard"),
      line: try members.count("line"),
      action: try members.string("action"),
      textSHA256: try members.digest("text_sha256"),
      textBytes: try members.count("text_bytes"),
      policyDigest: try members.digest("policy_sha256"),
      failures: try members.objects("failures").map { try FilterFailure(reading: $0) }
    )
  }
}
