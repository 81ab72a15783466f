import SafetyCore
import StrictYAML

extension GuardPolicyParser {
  /// What may stand in a detector, of whatever kind.
  package static let detectorKeys = [
    "kind", "phrases", "patterns", "files", "only", "views", "max_span", "threshold",
    "min_weight", "fail_mode", "model", "url", "key_env", "guidelines", "role", "timeout_ms",
    "cost", "when", "calibration",
  ]

  mutating func readDetectors(_ node: YAMLNode?) {
    var triggers: [(id: String, node: YAMLNode)] = []
    for (id, value) in entries(node, "`detectors`", kind: "detector") {
      let members = reader.mapping(value, "the detector", keys: Self.detectorKeys)
      guard let kind: GuardDetector.Kind = reader.choice(members["kind"]) else {
        if members["kind"] == nil {
          reader.report("policy/missing-key", "the detector needs `kind`", places["detector \(id)"])
        }
        continue
      }
      let detector = self.detector(id, kind, members)
      checkParts(of: detector, members)
      // A detector that is replaced keeps its place, since conditions refer to it.
      if let place = policy.detector(id) {
        policy.detectors[place] = detector
      } else {
        policy.detectors.append(detector)
      }
      if let node = members["when"] { triggers.append((id, node)) }
    }
    // Conditions name detectors, so all must be known.
    for (id, node) in triggers { readTrigger(id, node) }
  }

  private mutating func detector(
    _ id: String,
    _ kind: GuardDetector.Kind,
    _ members: [String: YAMLNode]
  ) -> GuardDetector {
    var detector = GuardDetector(id: id, kind: kind)
    detector.phrases = reader.strings(members["phrases"], "`phrases`")
    detector.phrasesPlace = members["phrases"].map { reader.place(of: $0) }
    detector.patterns = reader.strings(members["patterns"], "`patterns`")
    detector.patternsPlace = members["patterns"].map { reader.place(of: $0) }
    detector.files = reader.strings(members["files"], "`files`").map(resolved)
    detector.only = reader.strings(members["only"], "`only`")
    if let views = members["views"] {
      detector.views = Set(reader.choices(views, "`views`"))
    }
    detector.maximumSpan = reader.integer(members["max_span"], "`max_span`", 1...65_536)
    detector.threshold = reader.number(members["threshold"], "`threshold`", 0...1) ?? 0.5
    detector.minimumWeight = reader.number(members["min_weight"], "`min_weight`", 0...10) ?? 0
    detector.failMode = reader.choice(members["fail_mode"])
    if kind.isJudged { readJudge(members, into: &detector) }
    return detector
  }

  private mutating func readJudge(
    _ members: [String: YAMLNode],
    into detector: inout GuardDetector
  ) {
    detector.model = reader.string(members["model"], "`model`", limit: 1_024)
    detector.url = reader.string(members["url"], "`url`", limit: 1_024)
    detector.keyVariable = reader.string(members["key_env"], "`key_env`", limit: 128)
    detector.role = reader.choice(members["role"])
    detector.timeout = reader.integer(members["timeout_ms"], "`timeout_ms`", 1...600_000)
    if let cost: GuardDetector.Cost = reader.choice(members["cost"]) { detector.cost = cost }
    for (name, _, text) in reader.pairs(members["guidelines"], "`guidelines`") {
      detector.guidelines[name] = reader.string(text, "a guideline", limit: 4_096)
    }
    detector.calibration = calibration(members["calibration"])
  }

  private mutating func calibration(_ node: YAMLNode?) -> GuardDetector.Calibration? {
    guard let node else { return nil }
    let keys = ["model_sha256", "template_sha256", "dataset", "method"]
    let members = reader.mapping(node, "`calibration`", keys: keys)
    guard let model = digest(members["model_sha256"]) else {
      reader.report("policy/missing-key", "`calibration` needs `model_sha256`", node)
      return nil
    }
    var calibration = GuardDetector.Calibration(model: model)
    calibration.template = digest(members["template_sha256"])
    calibration.dataset = reader.string(members["dataset"], "`dataset`") ?? ""
    calibration.method = reader.string(members["method"], "`method`") ?? ""
    return calibration
  }

  private mutating func digest(_ node: YAMLNode?) -> Digest? {
    guard let node, let text = reader.string(node, "a digest", limit: 71) else { return nil }
    guard let digest = Digest(hex: text) else {
      reader.report("policy/wrong-value", "a digest has 64 hexadecimal digits", node)
      return nil
    }
    return digest
  }

  private mutating func readTrigger(_ id: String, _ node: YAMLNode) {
    guard let place = policy.detector(id), let condition = condition(node) else { return }
    let dear = condition.detectors.filter { policy.detectors[$0].kind.isJudged }
    guard dear.isEmpty else {
      reader.report(
        "policy/bad-trigger",
        "`when` asks detectors that look at letters, not `\(policy.detectors[dear.min() ?? 0].id)`",
        node
      )
      return
    }
    policy.detectors[place].trigger = condition
  }

  /// Refuses parts that a kind would pass over in silence.
  private mutating func checkParts(of detector: GuardDetector, _ members: [String: YAMLNode]) {
    let judge: Set<String> = ["threshold", "only", "role", "timeout_ms", "cost", "when"]
    let allowed: Set<String>
    switch detector.kind {
    case .lexicon: allowed = ["phrases", "files", "views", "min_weight"]
    case .refusal, .hedge: allowed = ["phrases", "files"]
    case .pattern: allowed = ["patterns", "files", "max_span"]
    case .injection: allowed = ["patterns", "files", "max_span", "threshold"]
    case .pii, .secret: allowed = ["only", "max_span"]
    case .linear: allowed = ["threshold", "only"]
    case .controlToken, .encoded, .unicodeAnomaly: allowed = []
    case .classifier: allowed = judge.union(["model", "calibration"])
    case .shieldgemma: allowed = judge.union(["model", "guidelines", "calibration"])
    case .moderation: allowed = judge.union(["model", "url", "key_env", "calibration"])
    }
    for key in members.keys.sorted() where !["kind", "fail_mode"].contains(key) {
      guard !allowed.contains(key) else { continue }
      reader.report(
        "policy/unused-key",
        "a detector of kind `\(detector.kind.rawValue)` has no `\(key)`",
        members[key]
      )
    }
    checkSubstance(of: detector)
  }

  private mutating func checkSubstance(of detector: GuardDetector) {
    let place = places["detector \(detector.id)"]
    let isEmpty = detector.phrases.isEmpty && detector.files.isEmpty && detector.patterns.isEmpty
    if detector.kind == .lexicon || detector.kind == .pattern, isEmpty {
      reader.report("policy/empty-detector", "the detector looks for nothing", place)
    }
    if detector.kind == .classifier || detector.kind == .shieldgemma, detector.model == nil {
      reader.report("policy/missing-key", "the detector needs `model`", place)
    }
    guard detector.kind == .moderation else { return }
    let url = detector.url ?? ""
    guard !url.hasPrefix("https://"), !url.hasPrefix("http://") else { return }
    reader.report("policy/missing-key", "the detector needs `url`, with http:// or https://", place)
  }
}
