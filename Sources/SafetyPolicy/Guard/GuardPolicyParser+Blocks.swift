import Yams

extension GuardPolicyParser {
  mutating func readHeader(_ members: [String: Node], _ root: Node) {
    if let name = string(members["name"], "`name`", limit: 64) {
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
    policy.owner = string(members["owner"], "`owner`") ?? ""
    policy.summary = string(members["description"], "`description`") ?? ""
    policy.effective = date(members["effective"], "`effective`")
    policy.reviewBy = date(members["review_by"], "`review_by`")
    _ = strings(members["changelog"], "`changelog`")
    guard let targets = members["targets"] else { return }
    let keys = ["models", "languages", "routes"]
    let parts2 = reader.mapping(targets, "`targets`", keys: keys)
    let families = ["gemma1", "gemma2", "gemma3", "gemma3n", "gemma4", "other"]
    policy.models = choices(parts2["models"], "`models`", families)
    policy.languages = strings(parts2["languages"], "`languages`")
    policy.routes = strings(parts2["routes"], "`routes`")
  }

  mutating func readSettings(_ node: Node?) {
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
    if let value = integer(limits["prompt_bytes"], "`prompt_bytes`", 1...64 << 20) {
      policy.settings.promptBytes = value
    }
    if let value = integer(limits["turns"], "`turns`", 1...100_000) {
      policy.settings.turns = value
    }
    let stages = GuardStage.allCases.map(\.rawValue)
    for (name, value) in reader.mapping(members["fail_mode"], "`fail_mode`", keys: stages) {
      guard let stage = GuardStage(rawValue: name), let mode = failMode(value) else { continue }
      policy.settings.failModes[stage] = mode
    }
    readDecoders(members["decoders"])
    let turns = reader.mapping(members["multi_turn"], "`multi_turn`", keys: ["decay", "window"])
    if let value = number(turns["decay"], "`decay`", 0...1) {
      policy.settings.multiTurn.decay = value
    }
    if let value = integer(turns["window"], "`window`", 0...1_000) {
      policy.settings.multiTurn.window = value
    }
    if let value = integer(members["invisible_run"], "`invisible_run`", 1...256) {
      policy.settings.invisibleRun = value
    }
    if let value = integer(members["gap_run"], "`gap_run`", 1...64) {
      policy.settings.gapRun = value
    }
    if let value = integer(members["rewrites"], "`rewrites`", 0...8) {
      policy.settings.rewrites = value
    }
  }

  mutating func failMode(_ node: Node?) -> GuardFailMode? {
    reader.choice(node, GuardFailMode.allCases.map(\.rawValue)).flatMap(GuardFailMode.init)
  }

  private mutating func readDecoders(_ node: Node?) {
    let keys = ["base64", "hex", "percent", "rot13", "reverse", "max_run", "max_depth"]
    let members = reader.mapping(node, "`decoders`", keys: keys)
    var decoders = policy.settings.decoders
    decoders.base64 = boolean(members["base64"], "`base64`") ?? decoders.base64
    decoders.hex = boolean(members["hex"], "`hex`") ?? decoders.hex
    decoders.percent = boolean(members["percent"], "`percent`") ?? decoders.percent
    decoders.rot13 = boolean(members["rot13"], "`rot13`") ?? decoders.rot13
    decoders.reverse = boolean(members["reverse"], "`reverse`") ?? decoders.reverse
    decoders.maximumRun =
      integer(members["max_run"], "`max_run`", 64...65_536) ?? decoders.maximumRun
    decoders.maximumDepth =
      integer(members["max_depth"], "`max_depth`", 1...4) ?? decoders.maximumDepth
    policy.settings.decoders = decoders
  }

  mutating func readStreaming(_ node: Node?) {
    let keys = ["hold", "on_cut", "classifier", "segment_chars"]
    let members = reader.mapping(node, "`streaming`", keys: keys)
    if let hold = members["hold"] {
      if hold.scalar?.string == "auto" {
        policy.streaming.holdLimit = nil
      } else {
        policy.streaming.holdLimit = integer(hold, "`hold`", 1...1_000_000)
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
    if let value = integer(members["segment_chars"], "`segment_chars`", 40...10_000) {
      policy.streaming.segmentCharacters = value
    }
  }

  mutating func readCategories(_ node: Node?) {
    for (id, value) in entries(node, "`categories`", kind: "category") {
      let keys = ["title", "description", "maps_to", "legal_basis"]
      let members = reader.mapping(value, "the category", keys: keys)
      var category = GuardCategory(id: id, title: string(members["title"], "`title`") ?? id)
      category.summary = string(members["description"], "`description`") ?? ""
      let basis = reader.choice(members["legal_basis"], GuardCategory.legalBases)
      category.legalBasis = basis ?? category.legalBasis
      let taxonomies = GuardCategory.taxonomies
      for (name, list) in reader.mapping(members["maps_to"], "`maps_to`", keys: taxonomies) {
        category.mapsTo[name] = strings(list, "`\(name)`")
      }
      policy.categories.removeAll { $0.id == id }
      policy.categories.append(category)
    }
  }

  mutating func readDetectors(_ node: Node?) {
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
      detector.phrases = strings(members["phrases"], "`phrases`")
      detector.patterns = strings(members["patterns"], "`patterns`")
      detector.files = strings(members["files"], "`files`").map(resolved)
      detector.only = strings(members["only"], "`only`")
      if let views = members["views"] {
        let names = choices(views, "`views`", GuardView.allCases.map(\.rawValue))
        detector.views = Set(names.compactMap(GuardView.init))
      }
      detector.maximumSpan = integer(members["max_span"], "`max_span`", 1...65_536)
      detector.threshold = number(members["threshold"], "`threshold`", 0...1) ?? 0.5
      detector.minimumWeight = number(members["min_weight"], "`min_weight`", 0...10) ?? 0
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
  private mutating func checkParts(of detector: GuardDetector, _ members: [String: Node]) {
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
