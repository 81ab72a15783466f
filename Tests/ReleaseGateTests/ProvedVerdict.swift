import ReleaseGate
import SafetyCore
import Testing

/// A verdict on a case of the truth table with one figure, as a statement with true proofs.
///
/// The log is made of the figure, the beginning and the end of its evaluation, and the verdict.
struct ProvedVerdict {
  static let size = 4

  let statement: VerdictStatement
  let root: Digest
  let policy: ReleasePolicy

  /// - Parameters:
  ///   - row: The case; what its gate decides is the verdict.
  ///   - change: What the log holds in place of the case's figure, after the gate has decided.
  ///   - forge: What is recorded and signed in place of the verdict.
  /// - Throws: What reading the case throws, and a failed requirement where it has no such figure.
  init(
    _ row: TruthTable.Case,
    figure change: (inout ReleaseEvidence.Figure) -> Void = { _ in },
    verdict forge: (inout GateVerdict) -> Void = { _ in }
  ) throws {
    policy = try row.policy()
    let evidence = try row.evidence()
    var figure = try #require(evidence.figures.first)
    let decision = ReleaseGate(policy: policy, evidence: evidence).decide()
    change(&figure)
    var verdict = Self.verdict(decision, of: policy, on: evidence)
    if !verdict.rules[0].evidence.isEmpty { verdict.rules[0].evidence = [0, 1, 2] }
    if verdict.rules[0].figure != nil {
      verdict.rules[0].figure = GateVerdict.Figure(
        value: figure.event.value,
        low: figure.event.interval?.low,
        high: figure.event.interval?.high,
        count: figure.event.count
      )
    }
    forge(&verdict)
    verdict.outcome = verdict.derivedOutcome
    let bodies = try Self.bodies(of: figure) + [Self.body(verdict.record, TruthTable.now)]
    let leaves = bodies.map { MerkleRange.leafHash($0) }
    let halves = [MerkleRange.node(leaves[0], leaves[1]), MerkleRange.node(leaves[2], leaves[3])]
    root = MerkleRange.node(halves[0], halves[1])
    statement = VerdictStatement(
      verdict: verdict,
      verdictIndex: 3,
      decided: UTCTime.string(TruthTable.now),
      policy: policy.canonicalForm.canonicalJSON,
      checkpoint: "test/log\n4\n\n",
      proofs: bodies.indices.map { index in
        VerdictStatement.Proof(
          index: index,
          body: bodies[index],
          path: [leaves[index ^ 1], halves[1 - index / 2]]
        )
      },
      ignored: ["README.md"]
    )
  }

  /// What verification says under the policy.
  var contradictions: [String] {
    statement.contradictions(policy: policy, size: Self.size, root: root)
  }

  private static func verdict(
    _ decision: ReleaseDecision,
    of policy: ReleasePolicy,
    on evidence: ReleaseEvidence
  ) -> GateVerdict {
    GateVerdict(
      run: "release-1",
      policyName: policy.name,
      policyVersion: policy.version,
      policySHA256: policy.digest,
      model: "kettle-1b",
      modelSHA256: evidence.modelSHA256,
      outcome: decision.outcome,
      rules: decision.findings.map(\.record),
      logSize: size - 1,
      logRoot: evidence.log.root
    )
  }

  private static func bodies(of figure: ReleaseEvidence.Figure) throws -> [[UInt8]] {
    let evaluation = try #require(figure.evaluation)
    let begin = EvaluationBegin(
      run: evaluation.run,
      benchmark: evaluation.benchmark,
      subject: evaluation.subject,
      hostClass: "test",
      items: evaluation.announced
    )
    let end = try #require(evaluation.end)
    let seconds = try #require(figure.seconds)
    return [figure.event.record, begin.record, end.record].map { body($0, seconds) }
  }

  private static func body(_ record: DecisionRecord, _ seconds: Int) -> [UInt8] {
    var members = record.body
    members["kind"] = .string(record.kind)
    members["run"] = .string(record.run)
    members["ts"] = .string(UTCTime.string(seconds))
    return CanonicalValue.object(members).canonicalJSON
  }
}

extension TruthTable {
  /// Cases of one figure of which all that a verdict can prove is there.
  var provable: [Case] {
    get throws {
      try cases.filter { row in
        let evidence = try row.evidence()
        guard row.subject == "ceiling", evidence.log.standing == .ok, evidence.figures.count == 1
        else { return false }
        let figure = evidence.figures[0]
        return figure.isProved && figure.evaluation?.end != nil
          && figure.evaluation?.rootHolds == true
          && figure.seq < figure.evaluation?.endSeq ?? 0
      }
    }
  }
}
