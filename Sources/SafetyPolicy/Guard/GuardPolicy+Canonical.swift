import SafetyCore

extension GuardPolicy {
  /// The policy as canonical JSON: what its digest is computed from and `policy show` prints.
  package var canonicalForm: CanonicalValue {
    let ids = detectors.map(\.id)
    return [
      "format": "gemma-safety.guard-policy/1",
      "schema": .string(Self.schema),
      "name": .string(name), "version": .string(version), "owner": .string(owner),
      "description": .string(summary),
      "effective": Self.text(effective), "review_by": Self.text(reviewBy),
      "extends": Self.texts(bases),
      "targets": [
        "models": Self.texts(models), "languages": Self.texts(languages),
        "routes": Self.texts(routes),
      ],
      "settings": settings.canonicalForm,
      "streaming": streaming.canonicalForm,
      "categories": Self.map(categories) { ($0.id, $0.canonicalForm) },
      "detectors": Self.map(detectors) { ($0.id, $0.canonicalForm(ids)) },
      // Order settles ties, so rules are a list.
      "rules": .array(rules.map { $0.canonicalForm(ids) }),
      "templates": Self.map(templates) { ($0.id, $0.canonicalForm) },
      "exceptions": Self.map(exceptions) { ($0.id, $0.canonicalForm(ids)) },
      "tests": .array(tests.map(\.canonicalForm)),
      "gates": .array(gates.map(\.canonicalForm)),
      "lists": .array(lists.map(\.canonicalForm)),
    ]
  }

  static func text(_ value: String?) -> CanonicalValue { value.map { .string($0) } ?? .null }

  static func texts(_ values: [String]) -> CanonicalValue {
    .array(values.map(CanonicalValue.string))
  }

  private static func map<T>(
    _ items: [T],
    _ entry: (T) -> (String, CanonicalValue)
  ) -> CanonicalValue {
    .object(Dictionary(items.map(entry), uniquingKeysWith: { first, _ in first }))
  }
}

extension GuardSettings {
  package var canonicalForm: CanonicalValue {
    [
      "default_action": .string(defaultAction.rawValue),
      "limits": [
        "prompt_bytes": .integer(promptBytes), "turns": .integer(turns),
        "tool_bytes": .integer(toolBytes),
      ],
      "reasoning": .string(reasoning.rawValue),
      "fail_mode": Self.byCase { .string(failMode(of: $0).rawValue) },
      "timeouts_ms": Self.byCase { .integer(timeout(of: $0)) },
      "decoders": [
        "base64": .boolean(decoders.base64), "hex": .boolean(decoders.hex),
        "percent": .boolean(decoders.percent), "rot13": .boolean(decoders.rot13),
        "reverse": .boolean(decoders.reverse), "max_run": .integer(decoders.maximumRun),
        "max_depth": .integer(decoders.maximumDepth),
      ],
      "multi_turn": [
        "decay": .string(decimal(multiTurn.decay)), "window": .integer(multiTurn.window),
        "trust": .string(multiTurn.trust.rawValue),
      ],
      "invisible_run": .integer(invisibleRun), "gap_run": .integer(gapRun),
      "rewrites": .integer(rewrites),
    ]
  }

  /// A member for each case of an enumeration, under its word.
  private static func byCase<Word: CaseIterable & RawRepresentable<String>>(
    _ value: (Word) -> CanonicalValue
  ) -> CanonicalValue {
    .object(Dictionary(uniqueKeysWithValues: Word.allCases.map { ($0.rawValue, value($0)) }))
  }
}

extension GuardStreaming {
  var canonicalForm: CanonicalValue {
    [
      "hold": holdLimit.map { .integer($0) } ?? "auto", "on_cut": .string(onCut.rawValue),
      "classifier": .string(classifier.rawValue), "segment_chars": .integer(segmentCharacters),
    ]
  }
}

extension GuardCategory {
  var canonicalForm: CanonicalValue {
    [
      "title": .string(title), "description": .string(summary),
      "maps_to": .object(mapsTo.mapValues(GuardPolicy.texts)), "legal_basis": .string(legalBasis),
    ]
  }
}

extension GuardDetector {
  /// The detector as canonical JSON; `when` names the policy's detectors by these ids.
  package func canonicalForm(_ detectors: [String]) -> CanonicalValue {
    var members: [String: CanonicalValue] = [
      "kind": .string(kind.rawValue), "phrases": GuardPolicy.texts(phrases),
      "patterns": GuardPolicy.texts(patterns), "only": GuardPolicy.texts(only),
      "views": GuardPolicy.texts(views.sorted().map(\.rawValue)),
      "max_span": maximumSpan.map { .integer($0) } ?? .null,
      "threshold": .string(decimal(threshold)), "min_weight": .string(decimal(minimumWeight)),
      "fail_mode": GuardPolicy.text(failMode?.rawValue),
    ]
    // Which detector reads a list decides too, so the digests among `lists` alone would not do.
    if !sources.isEmpty { members["sources"] = GuardPolicy.texts(sources.map(\.hex)) }
    guard kind.isJudged else { return .object(members) }
    members["model"] = GuardPolicy.text(model)
    members["url"] = GuardPolicy.text(url)
    members["key_env"] = GuardPolicy.text(keyVariable)
    members["guidelines"] = .object(guidelines.mapValues { .string($0) })
    members["role"] = GuardPolicy.text(role?.rawValue)
    members["timeout_ms"] = timeout.map { .integer($0) } ?? .null
    members["cost"] = .string(cost.rawValue)
    members["when"] = GuardPolicy.text(trigger?.text(detectors))
    members["calibration"] = calibration?.canonicalForm ?? .null
    return .object(members)
  }
}

extension GuardDetector.Calibration {
  fileprivate var canonicalForm: CanonicalValue {
    [
      "model_sha256": .string(model.hex), "template_sha256": GuardPolicy.text(template?.hex),
      "dataset": .string(dataset), "method": .string(method),
    ]
  }
}

extension GuardRule {
  func canonicalForm(_ detectors: [String]) -> CanonicalValue {
    [
      "id": .string(id), "stage": GuardPolicy.texts(stages.map(\.rawValue).sorted()),
      "if": .string(condition.text(detectors)),
      "unless": GuardPolicy.text(exclusion?.text(detectors)),
      "category": GuardPolicy.text(category), "severity": .string(severity.name),
      "action": .string(action.rawValue), "escalate": .boolean(escalates),
      "mode": .string(mode.rawValue), "rollout_percent": .string(decimal(rolloutPercent)),
      "expires": GuardPolicy.text(expires), "reason_code": GuardPolicy.text(reasonCode),
      "clause": GuardPolicy.text(clause), "template": GuardPolicy.text(template),
      "hedge": .string(hedgePlace.rawValue),
    ]
  }
}

extension GuardTemplate {
  var canonicalForm: CanonicalValue {
    [
      "texts": .object(texts.mapValues(CanonicalValue.string)),
      "fallback": GuardPolicy.texts(fallback), "addendum": GuardPolicy.text(addendum),
    ]
  }
}

extension GuardException {
  func canonicalForm(_ detectors: [String]) -> CanonicalValue {
    [
      "rules": GuardPolicy.texts(rules), "if": .string(condition.text(detectors)),
      "expires": .string(expires), "reason": .string(reason),
    ]
  }
}

extension GuardTestCase {
  var canonicalForm: CanonicalValue {
    [
      "id": .string(id), "stage": .string(stage.rawValue), "kind": .string(kind.rawValue),
      "text": .string(text), "lang": .string(language), "route": .string(route),
      "expect": [
        "action": GuardPolicy.text(action?.rawValue), "rule": GuardPolicy.text(rule),
        "output": GuardPolicy.text(output),
        "max_hold": maximumHold.map { .integer($0) } ?? .null,
      ],
      "mutate": GuardPolicy.texts(mutations.map(\.rawValue)),
      "chunking": .string(chunking.text),
    ]
  }
}

extension GuardGate {
  var canonicalForm: CanonicalValue {
    ["measure": .string(measure.rawValue), "limit": .string(decimal(limit))]
  }
}

extension GuardPolicy.ListDigest {
  fileprivate var canonicalForm: CanonicalValue {
    ["name": .string(name), "sha256": .string(sha256.hex)]
  }
}

extension GuardTestCase.Chunking {
  /// As policies write it.
  package var text: String {
    switch self {
    case .all: "all"
    case .everyScalar: "every_1"
    case .random(let count): "random:\(count)"
    }
  }
}
