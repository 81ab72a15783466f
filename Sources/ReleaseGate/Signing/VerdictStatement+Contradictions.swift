import SafetyCore

extension VerdictStatement {
  /// What in the verdict does not follow from its own evidence, each in a phrase.
  ///
  /// - Parameters:
  ///   - policy: The policy to decide by anew; nil to leave that out.
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
    for rule in verdict.rules { found += contradictions(of: rule, bodies) }
    guard let policy else { return found }
    guard let seconds = UTCTime.seconds(decided) else {
      return found + ["the verdict was decided at no time"]
    }
    let evidence = ReleaseEvidence(
      proved: ProvedEvents(bodies),
      of: verdict,
      now: seconds,
      today: String(decided.prefix(10))
    )
    return found + VerdictReview(of: verdict, by: policy, on: evidence).contradictions
  }

  /// The event of the verdict must say what the statement says.
  private func recorded(in bodies: [Int: [UInt8]]) -> [String] {
    guard let body = bodies[verdictIndex] else { return ["the verdict's own event is not proved"] }
    guard let event = try? GateVerdict(body: body), event == verdict else {
      return ["event \(verdictIndex) of the log records another verdict"]
    }
    guard ProvedEvents([verdictIndex: body]).time(of: verdictIndex) == decided else {
      return ["event \(verdictIndex) of the log is of another time than the verdict"]
    }
    return []
  }

  /// What a rule says of events that are not proved, or say something else.
  private func contradictions(of rule: GateVerdict.Rule, _ bodies: [Int: [UInt8]]) -> [String] {
    for seq in rule.evidence where bodies[seq] == nil {
      return ["`\(rule.id)` rests on event \(seq), which is not proved"]
    }
    guard let figure = rule.figure else { return [] }
    let isThere = rule.evidence.lazy.compactMap { seq in
      bodies[seq].flatMap { try? MetricEvent(body: $0) }
    }.contains {
      $0.value == figure.value && $0.interval?.low == figure.low
        && $0.interval?.high == figure.high && $0.count == figure.count
    }
    return isThere ? [] : ["the figure of `\(rule.id)` is not that of its event"]
  }
}
