import SafetyCore

extension ReleasePolicy {
  /// The policy as canonical JSON: what its digest is computed from and statements carry.
  package var canonicalForm: CanonicalValue {
    [
      "format": "gemma-safety.release-policy/1", "schema": .string(Self.schema),
      "name": .string(name), "version": .string(version), "owner": .string(owner),
      "description": .string(summary), "correction": .string(correction.rawValue),
      "rules": .array(rules.map(\.canonicalForm)), "checks": .array(checks.map(\.canonicalForm)),
      "waivers": .array(
        waivers.map {
          [
            "rule": .string($0.rule), "approver": .string($0.terms.approver),
            "reason": .string($0.terms.reason), "expires": .string($0.terms.expires),
          ]
        }
      ),
      "signoffs": .array(
        signoffs.map {
          [
            "rule": .string($0.rule), "approver": .string($0.approver),
            "model": .string($0.model.hex), "date": .string($0.date), "note": .string($0.note),
          ]
        }
      ),
    ]
  }
}

extension ReleaseRule {
  /// The rule with every default written out.
  package var canonicalForm: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "id": .string(id), "description": .string(summary), "risk": .string(risk),
      "kind": .string(kind.rawValue), "benchmark": .string(benchmark), "metric": .string(metric),
      "slice": .object(slice.mapValues { .string($0) }), "statistic": .string(statistic.rawValue),
      "op": .string(comparison.rawValue), "bound": .string(decimal(bound)),
      "confidence": .string(decimal(confidence)), "min_n": .integer(minimumCount),
      "max_age_days": .integer(maximumAgeDays), "max_unscored": .integer(maximumUnscored),
      "severity": .string(severity.rawValue), "human_signoff": .boolean(needsSignoff),
      "requires": requirements.canonicalForm,
    ]
    var data: [String: CanonicalValue] = [:]
    data["sha256"] = dataset.sha256.map { .string($0.hex) }
    data["protocol_sha256"] = dataset.protocolSHA256.map { .string($0.hex) }
    members["dataset"] = .object(data)
    members["warn_margin"] = warnMargin.map { .string(decimal($0)) }
    members["baseline"] = baseline.map {
      [
        "digest": .string($0.model.hex), "max_regression": .string(decimal($0.maximumRegression)),
        "test": .string($0.test.rawValue), "score": $0.score.map { .string($0) } ?? .null,
      ]
    }
    return .object(members)
  }

  /// The demand in a line, such as `ci_upper <= 0.08`.
  package var demand: String { "\(statistic.rawValue) \(comparison.rawValue) \(decimal(bound))" }
}

extension ReleaseRule.Requirements {
  var canonicalForm: CanonicalValue {
    let guardPolicy: String =
      switch guarding {
      case .any: "any"
      case .none: "none"
      case .policy(let digest): digest.hex
      }
    return [
      "guard": .string(guardPolicy), "harness": .string(harness),
      "seeds": .array(seeds.map { .integer($0) }),
    ]
  }
}

extension ReleaseCheck {
  /// The check with every default written out.
  package var canonicalForm: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "id": .string(id), "description": .string(summary), "require": .string(requirement.name),
      "severity": .string(severity.rawValue),
    ]
    func texts(_ values: [String]) -> CanonicalValue { .array(values.map { .string($0) }) }
    switch requirement {
    case .filters(let names, let allRuns):
      members["filters"] = texts(names)
      members["runs"] = allRuns ? "all" : "last"
    case .evaluations(let benchmarks): members["benchmarks"] = texts(benchmarks)
    case .card(let profiles): members["profiles"] = texts(profiles)
    case .licence(let allowed): members["allowed"] = texts(allowed)
    case .auditLog(let isComplete, let isSigned):
      members["complete"] = .boolean(isComplete)
      members["signed"] = .boolean(isSigned)
    case .checkpoint(let isSigned): members["signed"] = .boolean(isSigned)
    case .waivers, .modelDigest: break
    }
    return .object(members)
  }
}
