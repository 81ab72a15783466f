import StrictYAML

extension GuardPolicyParser {
  mutating func readHeader(_ members: [String: YAMLNode], _ root: YAMLNode) {
    if let name = reader.string(members["name"], "`name`", limit: 64) {
      policy.name = name
    } else if members["name"] == nil {
      reader.report("policy/missing-key", "`name` is missing", root)
    }
    let version = members["version"]?.scalar?.string ?? ""
    let parts = version.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 3, parts.allSatisfy({ Int($0).map { $0 >= 0 } ?? false }) {
      policy.version = version
    } else {
      reader.report(
        "policy/version",
        "`version` must be three numbers such as 1.0.0",
        members["version"] ?? root
      )
    }
    policy.owner = reader.string(members["owner"], "`owner`") ?? ""
    policy.summary = reader.string(members["description"], "`description`") ?? ""
    policy.effective = reader.date(members["effective"], "`effective`")
    policy.reviewBy = reader.date(members["review_by"], "`review_by`")
    _ = reader.strings(members["changelog"], "`changelog`")
    guard let targets = members["targets"] else { return }
    let keys = ["models", "languages", "routes"]
    let parts2 = reader.mapping(targets, "`targets`", keys: keys)
    let families = ["gemma1", "gemma2", "gemma3", "gemma3n", "gemma4", "other"]
    policy.models = reader.choices(parts2["models"], "`models`", families)
    policy.languages = reader.strings(parts2["languages"], "`languages`")
    policy.routes = reader.strings(parts2["routes"], "`routes`")
  }

  mutating func readSettings(_ node: YAMLNode?) {
    let keys = [
      "default_action", "limits", "fail_mode", "decoders", "multi_turn", "invisible_run",
      "gap_run", "rewrites",
    ]
    let members = reader.mapping(node, "`settings`", keys: keys)
    let actions = [GuardAction.allow, .annotate].map(\.rawValue)
    if let action = reader.choice(members["default_action"], actions).flatMap(GuardAction.init) {
      policy.settings.defaultAction = action
    }
    let limits = reader.mapping(members["limits"], "`limits`", keys: ["prompt_bytes", "turns"])
    if let value = reader.integer(limits["prompt_bytes"], "`prompt_bytes`", 1...64 << 20) {
      policy.settings.promptBytes = value
    }
    if let value = reader.integer(limits["turns"], "`turns`", 1...100_000) {
      policy.settings.turns = value
    }
    let stages = GuardStage.allCases.map(\.rawValue)
    for (name, value) in reader.mapping(members["fail_mode"], "`fail_mode`", keys: stages) {
      guard let stage = GuardStage(rawValue: name), let mode = failMode(value) else { continue }
      policy.settings.failModes[stage] = mode
    }
    readDecoders(members["decoders"])
    let turns = reader.mapping(members["multi_turn"], "`multi_turn`", keys: ["decay", "window"])
    if let value = reader.number(turns["decay"], "`decay`", 0...1) {
      policy.settings.multiTurn.decay = value
    }
    if let value = reader.integer(turns["window"], "`window`", 0...1_000) {
      policy.settings.multiTurn.window = value
    }
    if let value = reader.integer(members["invisible_run"], "`invisible_run`", 1...256) {
      policy.settings.invisibleRun = value
    }
    if let value = reader.integer(members["gap_run"], "`gap_run`", 1...64) {
      policy.settings.gapRun = value
    }
    if let value = reader.integer(members["rewrites"], "`rewrites`", 0...8) {
      policy.settings.rewrites = value
    }
  }

  mutating func failMode(_ node: YAMLNode?) -> GuardFailMode? {
    reader.choice(node, GuardFailMode.allCases.map(\.rawValue)).flatMap(GuardFailMode.init)
  }

  private mutating func readDecoders(_ node: YAMLNode?) {
    let keys = ["base64", "hex", "percent", "rot13", "reverse", "max_run", "max_depth"]
    let members = reader.mapping(node, "`decoders`", keys: keys)
    var decoders = policy.settings.decoders
    decoders.base64 = reader.boolean(members["base64"], "`base64`") ?? decoders.base64
    decoders.hex = reader.boolean(members["hex"], "`hex`") ?? decoders.hex
    decoders.percent = reader.boolean(members["percent"], "`percent`") ?? decoders.percent
    decoders.rot13 = reader.boolean(members["rot13"], "`rot13`") ?? decoders.rot13
    decoders.reverse = reader.boolean(members["reverse"], "`reverse`") ?? decoders.reverse
    decoders.maximumRun =
      reader.integer(members["max_run"], "`max_run`", 64...65_536) ?? decoders.maximumRun
    decoders.maximumDepth =
      reader.integer(members["max_depth"], "`max_depth`", 1...4) ?? decoders.maximumDepth
    policy.settings.decoders = decoders
  }

  mutating func readStreaming(_ node: YAMLNode?) {
    let keys = ["hold", "on_cut", "classifier", "segment_chars"]
    let members = reader.mapping(node, "`streaming`", keys: keys)
    if let hold = members["hold"] {
      if hold.scalar?.string == "auto" {
        policy.streaming.holdLimit = nil
      } else {
        policy.streaming.holdLimit = reader.integer(hold, "`hold`", 1...1_000_000)
      }
    }
    if let value = reader.choice(
      members["on_cut"],
      GuardStreaming.OnCut.allCases.map(\.rawValue)
    ).flatMap(GuardStreaming.OnCut.init) {
      policy.streaming.onCut = value
    }
    if let value = reader.choice(
      members["classifier"],
      GuardStreaming.ClassifierRole.allCases.map(\.rawValue)
    ).flatMap(GuardStreaming.ClassifierRole.init) {
      policy.streaming.classifier = value
    }
    if let value = reader.integer(members["segment_chars"], "`segment_chars`", 40...10_000) {
      policy.streaming.segmentCharacters = value
    }
  }

  mutating func readCategories(_ node: YAMLNode?) {
    for (id, value) in entries(node, "`categories`", kind: "category") {
      let keys = ["title", "description", "maps_to", "legal_basis"]
      let members = reader.mapping(value, "the category", keys: keys)
      var category = GuardCategory(id: id, title: reader.string(members["title"], "`title`") ?? id)
      category.summary = reader.string(members["description"], "`description`") ?? ""
      let basis = reader.choice(members["legal_basis"], GuardCategory.legalBases)
      category.legalBasis = basis ?? category.legalBasis
      let taxonomies = GuardCategory.taxonomies
      for (name, list) in reader.mapping(members["maps_to"], "`maps_to`", keys: taxonomies) {
        category.mapsTo[name] = reader.strings(list, "`\(name)`")
      }
      policy.categories.removeAll { $0.id == id }
      policy.categories.append(category)
    }
  }

  mutating func readDetectors(_ node: YAMLNode?) {
    let keys = [
      "kind", "phrases", "patterns", "files", "only", "views", "max_span", "threshold",
      "min_weight",
      "fail_mode",
    ]
    for (id, value) in entries(node, "`detectors`", kind: "detector") {
      let members = reader.mapping(value, "the detector", keys: keys)
      let kinds = GuardDetector.Kind.allCases.map(\.rawValue)
      guard let kind = reader.choice(members["kind"], kinds).flatMap(GuardDetector.Kind.init) else {
        if members["kind"] == nil {
          reader.report("policy/missing-key", "the detector needs `kind`", places["detector \(id)"])
        }
        continue
      }
      var detector = GuardDetector(id: id, kind: kind)
      detector.phrases = reader.strings(members["phrases"], "`phrases`")
      detector.patterns = reader.strings(members["patterns"], "`patterns`")
      detector.files = reader.strings(members["files"], "`files`").map(resolved)
      detector.only = reader.strings(members["only"], "`only`")
      if let views = members["views"] {
        let names = reader.choices(views, "`views`", GuardView.allCases.map(\.rawValue))
        detector.views = Set(names.compactMap(GuardView.init))
      }
      detector.maximumSpan = reader.integer(members["max_span"], "`max_span`", 1...65_536)
      detector.threshold = reader.number(members["threshold"], "`threshold`", 0...1) ?? 0.5
      detector.minimumWeight = reader.number(members["min_weight"], "`min_weight`", 0...10) ?? 0
      detector.failMode = failMode(members["fail_mode"])
      checkParts(of: detector, members)
      // A detector that is replaced keeps its place, since conditions refer to it.
      if let place = policy.detector(id) {
        policy.detectors[place] = detector
      } else {
        policy.detectors.append(detector)
      }
    }
  }

  /// Refuses parts that a kind would pass over in silence.
  private mutating func checkParts(of detector: GuardDetector, _ members: [String: YAMLNode]) {
    let allowed: Set<String>
    switch detector.kind {
    case .lexicon: allowed = ["phrases", "files", "views", "min_weight"]
    case .refusal, .hedge: allowed = ["phrases", "files"]
    case .pattern: allowed = ["patterns", "files", "max_span"]
    case .injection: allowed = ["patterns", "files", "max_span", "threshold"]
    case .pii, .secret: allowed = ["only", "max_span"]
    case .linear: allowed = ["threshold", "only"]
    case .controlToken, .encoded, .unicodeAnomaly: allowed = []
    }
    for key in members.keys.sorted() where !["kind", "fail_mode"].contains(key) {
      guard !allowed.contains(key) else { continue }
      reader.report(
        "policy/unused-key",
        "a detector of kind `\(detector.kind.rawValue)` has no `\(key)`",
        members[key]
      )
    }
    let isEmpty = detector.phrases.isEmpty && detector.files.isEmpty && detector.patterns.isEmpty
    if detector.kind == .lexicon || detector.kind == .pattern, isEmpty {
      reader.report(
        "policy/empty-detector",
        "the detector looks for nothing",
        places["detector \(detector.id)"]
      )
    }
  }
}
