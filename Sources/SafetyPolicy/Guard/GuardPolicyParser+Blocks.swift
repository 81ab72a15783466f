import StrictYAML

extension GuardPolicyParser {
  mutating func readHeader(_ members: [String: YAMLNode], _ root: YAMLNode) {
    if let name = reader.string(members["name"], "`name`", limit: 64) {
      policy.name = name
    } else if members["name"] == nil {
      reader.report("policy/missing-key", "`name` is missing", root)
    }
    let version = members["version"]?.scalar?.string ?? ""
    if YAMLReader.isVersion(version) {
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
    let served = reader.mapping(targets, "`targets`", keys: keys)
    let families = ["gemma1", "gemma2", "gemma3", "gemma3n", "gemma4", "other"]
    policy.models = reader.choices(served["models"], "`models`", families)
    policy.languages = reader.strings(served["languages"], "`languages`")
    policy.routes = reader.strings(served["routes"], "`routes`")
  }

  mutating func readSettings(_ node: YAMLNode?) {
    let keys = [
      "default_action", "limits", "fail_mode", "decoders", "multi_turn", "invisible_run",
      "gap_run", "rewrites", "reasoning", "timeouts_ms",
    ]
    let members = reader.mapping(node, "`settings`", keys: keys)
    let actions = [GuardAction.allow, .annotate].map(\.rawValue)
    if let action = reader.choice(members["default_action"], actions).flatMap(GuardAction.init) {
      policy.settings.defaultAction = action
    }
    readLimits(members["limits"])
    readFailModes(members["fail_mode"])
    readDecoders(members["decoders"])
    readMultiTurn(members["multi_turn"])
    readTimeouts(members["timeouts_ms"])
    policy.settings.reasoning =
      reader.choice(members["reasoning"]) ?? policy.settings.reasoning
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

  private mutating func readFailModes(_ node: YAMLNode?) {
    let stages = GuardStage.allCases.map(\.rawValue)
    for (name, value) in reader.mapping(node, "`fail_mode`", keys: stages) {
      guard let stage = GuardStage(rawValue: name), let mode: GuardFailMode = reader.choice(value)
      else { continue }
      policy.settings.failModes[stage] = mode
    }
  }

  private mutating func readTimeouts(_ node: YAMLNode?) {
    let costs = GuardDetector.Cost.allCases.map(\.rawValue)
    for (name, value) in reader.mapping(node, "`timeouts_ms`", keys: costs) {
      guard let cost = GuardDetector.Cost(rawValue: name) else { continue }
      policy.settings.timeouts[cost] = reader.integer(value, "`\(name)`", 1...600_000)
    }
  }

  private mutating func readLimits(_ node: YAMLNode?) {
    let keys = ["prompt_bytes", "turns", "tool_bytes"]
    let limits = reader.mapping(node, "`limits`", keys: keys)
    if let value = reader.integer(limits["prompt_bytes"], "`prompt_bytes`", 1...64 << 20) {
      policy.settings.promptBytes = value
    }
    if let value = reader.integer(limits["turns"], "`turns`", 1...100_000) {
      policy.settings.turns = value
    }
    if let value = reader.integer(limits["tool_bytes"], "`tool_bytes`", 1...16 << 20) {
      policy.settings.toolBytes = value
    }
  }

  private mutating func readMultiTurn(_ node: YAMLNode?) {
    let turns = reader.mapping(node, "`multi_turn`", keys: ["decay", "window", "trust"])
    if let value = reader.number(turns["decay"], "`decay`", 0...1) {
      policy.settings.multiTurn.decay = value
    }
    if let value = reader.integer(turns["window"], "`window`", 0...1_000) {
      policy.settings.multiTurn.window = value
    }
    if let value: GuardSettings.Trust = reader.choice(turns["trust"]) {
      policy.settings.multiTurn.trust = value
    }
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
    if let value: GuardStreaming.OnCut = reader.choice(members["on_cut"]) {
      policy.streaming.onCut = value
    }
    if let value: GuardStreaming.ClassifierRole = reader.choice(members["classifier"]) {
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
}
