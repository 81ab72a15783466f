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
    let log = try evidence.object("log")
    let named = try evidence.object("policy")
    let verdict = GateVerdict(
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
    let proofs = try evidence.objects("proofs").map { item in
      let path = try item.texts("path")
      let hashes = path.compactMap { Digest(hex: $0) }
      guard hashes.count == path.count, path.count <= MerkleProof.maximumLength else {
        throw item.problem("release/not-a-verdict", "`path` is no list of hashes")
      }
      return Proof(
        index: try item.count("index"),
        body: Array(try item.string("body").utf8),
        path: hashes
      )
    }
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

  /// What in the verdict does not follow from its own evidence, each in a phrase.
  ///
  /// - Parameters:
  ///   - policy: The policy to hold the figures against; nil to leave that out.
  ///   - size: Events under the checkpoint.
  ///   - root: The root that the checkpoint names.
  /// - Returns: Phrases, none where all follows.
  package func contradictions(policy: ReleasePolicy?, size: Int, root: Digest) -> [String] {
    var found: [String] = []
    var bodies: [Int: [UInt8]] = [:]
    for proof in proofs {
      let leaf = MerkleRange.leafHash(proof.body)
      let end = MerkleProof.root(fromLeaf: leaf, index: proof.index, size: size, path: proof.path)
      if end == root {
        bodies[proof.index] = proof.body
      } else {
        found.append("event \(proof.index) does not lead to the checkpoint's root")
      }
    }
    if verdict.outcome != verdict.derivedOutcome {
      found.append("the verdict is not the one that its rules lead to")
    }
    found += recorded(in: bodies)
    for rule in verdict.rules { found += contradictions(of: rule, policy: policy, bodies) }
    return found + missing(from: policy)
  }

  /// The event of the verdict must say what the statement says.
  private func recorded(in bodies: [Int: [UInt8]]) -> [String] {
    guard let body = bodies[verdictIndex] else { return ["the verdict's own event is not proved"] }
    guard let event = try? GateVerdict(body: body), event == verdict else {
      return ["event \(verdictIndex) of the log records another verdict"]
    }
    return []
  }

  private func contradictions(
    of rule: GateVerdict.Rule,
    policy: ReleasePolicy?,
    _ bodies: [Int: [UInt8]]
  ) -> [String] {
    for seq in rule.evidence where bodies[seq] == nil {
      return ["`\(rule.id)` rests on event \(seq), which is not proved"]
    }
    guard let figure = rule.figure else { return [] }
    let event = rule.evidence.lazy.compactMap { seq in
      bodies[seq].flatMap { try? MetricEvent(body: $0) }
    }.first {
      $0.value == figure.value && $0.interval?.low == figure.low
        && $0.interval?.high == figure.high && $0.count == figure.count
    }
    guard let event else { return ["the figure of `\(rule.id)` is not that of its event"] }
    guard let demand = policy?.rules.first(where: { $0.id == rule.id }), !rule.outcome.isOpen,
      rule.outcome != .waived
    else { return [] }
    guard event.subject.modelSHA256 == verdict.modelSHA256 else {
      return ["the figure of `\(rule.id)` is of another model"]
    }
    if let problem = incompleteness(of: event, rule, bodies) { return [problem] }
    let isHeld = !BoundJudge(rule: demand, event: event).judgement().outcome.isOpen
    let isOfRule = event.benchmark == demand.benchmark && event.metric == demand.metric
    guard isOfRule, isHeld || demand.severity == .warn else {
      return ["the figure of `\(rule.id)` does not hold its bound"]
    }
    return []
  }

  /// Whether beginning and end of the figure's evaluation are proved too, and agree.
  private func incompleteness(
    of event: MetricEvent,
    _ rule: GateVerdict.Rule,
    _ bodies: [Int: [UInt8]]
  ) -> String? {
    let evidence = rule.evidence.compactMap { bodies[$0] }
    let begin = evidence.lazy.compactMap { try? EvaluationBegin(body: $0) }.first {
      $0.run == event.run && $0.benchmark == event.benchmark
    }
    let end = evidence.lazy.compactMap { try? EvaluationEnd(body: $0) }.first {
      $0.run == event.run && $0.benchmark == event.benchmark
    }
    guard let begin, let end else {
      return "the evaluation behind `\(rule.id)` is not proved from its beginning to its end"
    }
    guard begin.subject == event.subject, begin.items == end.items else {
      return "the evaluation behind `\(rule.id)` is of another subject, or incomplete"
    }
    return nil
  }

  /// Rules of the policy that the verdict passes over.
  private func missing(from policy: ReleasePolicy?) -> [String] {
    guard let policy else { return [] }
    let judged = Set(verdict.rules.map(\.id))
    return (policy.rules.map(\.id) + policy.checks.map(\.id)).filter { !judged.contains($0) }
      .map { "`\($0)` of the policy was not judged" }
  }
}
