import Diagnostics
import SafetyCore

extension VerdictStatement {
  /// Reads the payload of a signed verdict.
  ///
  /// - Throws: `release/not-a-verdict` where its parts do not fit each other, or a diagnostic of
  ///   its form.
  package init(parsing payload: [UInt8], file: String) throws {
    let statement = try InTotoStatement(
      parsing: payload,
      predicateType: Self.predicateType,
      file: file
    )
    let members = try EventMembers(.object(statement.predicate), name: file)
    func problem(_ message: String) -> Diagnostic {
      members.problem("release/not-a-verdict", message)
    }
    let configuration = try members.objects("configuration")
    guard configuration.count == 2 else { throw problem("it has no policy and evidence") }
    guard let policy = Base64.decode(try configuration[0].string("content")) else {
      throw problem("the policy is not in base64")
    }
    let annotations = CanonicalValue.object(try configuration[1].dictionary("annotations"))
    let digests = try configuration.map { try $0.object("digest").digest("sha256") }
    guard digests == [Digest.sha256(policy), Digest.sha256(annotations.canonicalJSON)] else {
      throw problem("the policy or the evidence is not that of its digest")
    }
    try self.init(
      evidence: EventMembers(annotations, name: "\(file), evidence"),
      statement: statement,
      policy: policy
    )
    guard self.statement == statement else {
      throw problem("result and lists of tests are not those of the rules")
    }
  }

  private init(evidence: EventMembers, statement: InTotoStatement, policy: [UInt8]) throws {
    guard try evidence.string("format") == Self.format else {
      throw evidence.problem("release/not-a-verdict", "`format` is not `\(Self.format)`")
    }
    let verdict = try Self.verdict(evidence, statement, policy)
    let proofs = try evidence.objects("proofs").map { try Proof(reading: $0) }
    self.init(
      verdict: verdict,
      verdictIndex: try evidence.count("verdict_event"),
      decided: try evidence.string("decided"),
      policy: policy,
      checkpoint: try evidence.string("checkpoint"),
      proofs: proofs,
      ignored: try evidence.texts("ignored")
    )
  }

  private static func verdict(
    _ evidence: EventMembers,
    _ statement: InTotoStatement,
    _ policy: [UInt8]
  ) throws -> GateVerdict {
    let log = try evidence.object("log")
    let named = try evidence.object("policy")
    return GateVerdict(
      run: try evidence.string("run"),
      policyName: try named.string("name"),
      policyVersion: try named.string("version"),
      policySHA256: Digest.sha256(policy),
      model: statement.subjectName,
      modelSHA256: statement.subjectSHA256,
      outcome: GateOutcome(rawValue: try evidence.string("outcome")) ?? .invalid,
      rules: try evidence.objects("rules").map { try GateVerdict.Rule(reading: $0) },
      logSize: try log.count("size"),
      logRoot: try log.digest("root")
    )
  }
}

extension VerdictStatement.Proof {
  fileprivate init(reading item: EventMembers) throws {
    let path = try item.texts("path")
    let hashes = path.compactMap { Digest(hex: $0) }
    guard hashes.count == path.count, path.count <= MerkleProof.maximumLength else {
      throw item.problem("release/not-a-verdict", "`path` is no list of hashes")
    }
    self.init(
      index: try item.count("index"),
      body: Array(try item.string("body").utf8),
      path: hashes
    )
  }
}
