import Diagnostics
import StrictYAML

extension GuardPolicyParser {
  /// What may stand in a rule.
  package static let ruleKeys = [
    "id", "stage", "if", "unless", "category", "severity", "action", "escalate", "mode",
    "rollout_percent", "expires", "reason_code", "clause", "template", "hedge",
  ]

  mutating func readRules(_ node: YAMLNode?) {
    var seen: Set<String> = []
    for node in reader.items(node, "`rules`") {
      let members = reader.mapping(node, "the rule", keys: Self.ruleKeys)
      guard let id = reader.string(members["id"], "`id`") else {
        reader.report("policy/missing-key", "the rule needs `id`", node)
        continue
      }
      guard isFree(id, kind: "rule", members["id"] ?? node) else { continue }
      guard seen.insert(id).inserted else {
        reader.report("policy/duplicate-key", "two rules are called `\(id)`", members["id"])
        continue
      }
      places["rule \(id)"] = node
      guard let rule = rule(id, members, node) else { continue }
      check(rule, members, node)
      if let place = policy.rules.firstIndex(where: { $0.id == id }) {
        policy.rules[place] = rule
      } else {
        policy.rules.append(rule)
      }
    }
  }

  private mutating func rule(
    _ id: String,
    _ members: [String: YAMLNode],
    _ node: YAMLNode
  ) -> GuardRule? {
    for key in ["stage", "if", "action"] where members[key] == nil {
      reader.report("policy/missing-key", "the rule `\(id)` needs `\(key)`", node)
    }
    let stages = self.stages(members["stage"])
    let action: GuardAction? = reader.choice(members["action"])
    let condition = self.condition(members["if"])
    let exclusion = self.condition(members["unless"])
    let category = reader.string(members["category"], "`category`")
    let severity = reader.choice(members["severity"], GuardSeverity.allCases.map(\.name))
      .flatMap { GuardSeverity(name: $0) }
    let mode: GuardMode? = reader.choice(members["mode"])
    let place: GuardRule.HedgePlace? = reader.choice(members["hedge"])
    let percent = reader.number(members["rollout_percent"], "`rollout_percent`", 0...100)
    let expires = reader.date(members["expires"], "`expires`")
    let escalates = reader.boolean(members["escalate"], "`escalate`")
    let reason = reader.string(members["reason_code"], "`reason_code`", limit: 64)
    let clause = reader.string(members["clause"], "`clause`", limit: 256)
    let template = reader.string(members["template"], "`template`", limit: 64)
    guard !stages.isEmpty, let action, let condition else { return nil }
    var rule = GuardRule(id: id, stages: stages, condition: condition, action: action)
    rule.exclusion = exclusion
    rule.category = category
    rule.severity = severity ?? .medium
    rule.mode = mode ?? .enforce
    rule.hedgePlace = place ?? .suffix
    rule.rolloutPercent = percent ?? 100
    rule.expires = expires
    rule.escalates = escalates ?? false
    rule.reasonCode = reason
    rule.clause = clause
    rule.template = template
    return rule
  }

  private mutating func stages(_ node: YAMLNode?) -> Set<GuardStage> {
    guard let node else { return [] }
    if node.sequence == nil {
      let stage: GuardStage? = reader.choice(node)
      return Set(stage.map { [$0] } ?? [])
    }
    return Set(reader.choices(node, "`stage`"))
  }

  mutating func condition(_ node: YAMLNode?) -> GuardCondition? {
    guard let node else { return nil }
    guard let text = reader.string(node, "a condition") else { return nil }
    var parser = GuardConditionParser(text, detectors: policy.detectors.map(\.id))
    do {
      return try parser.parse()
    } catch {
      let place = error.offset + 1
      reader.report(error.code, "\(error.message), at character \(place)", node, hint: error.hint)
      return nil
    }
  }

  private mutating func check(_ rule: GuardRule, _ members: [String: YAMLNode], _ node: YAMLNode) {
    if let category = rule.category, !policy.categories.contains(where: { $0.id == category }) {
      reader.report(
        "policy/unknown-category",
        "unknown category `\(category)`",
        members["category"],
        hint: suggestion(category, policy.categories.map(\.id))
      )
    }
    if let template = rule.template, policy.template(template) == nil {
      reader.report(
        "policy/unknown-template",
        "unknown template `\(template)`",
        members["template"],
        hint: suggestion(template, policy.templates.map(\.id))
      )
    }
    if rule.template == nil, [.hedge, .refuse, .safeComplete].contains(rule.action) {
      reader.report("policy/missing-key", "`\(rule.action.rawValue)` needs `template`", node)
    }
    if rule.action == .rewrite, policy.template(rule.template)?.addendum == nil {
      reader.report(
        "policy/missing-key",
        "`rewrite` needs a `template` with `addendum`, the instruction to the model",
        members["template"] ?? node
      )
    }
    if members["hedge"] != nil, rule.action != .hedge {
      reader.report("policy/unused-key", "only `action: hedge` has `hedge`", members["hedge"])
    }
    checkAction(rule, members)
    checkStreaming(rule, members, node)
  }

  /// Refuses actions at stages where nothing could carry them out.
  private mutating func checkAction(_ rule: GuardRule, _ members: [String: YAMLNode]) {
    let place = members["stage"]
    let word = rule.action.rawValue
    if rule.action == .redact,
      !rule.stages.isSubset(of: [.output, .reasoning]), rule.stages != [.toolResult]
    {
      reader.report(
        "policy/wrong-stage",
        "`redact` works on `output` and `reasoning`, or on `tool_result`, only",
        place,
        hint: "make a rule of its own for the other stages"
      )
    }
    if [.rewrite, .cut].contains(rule.action), rule.stages.contains(where: \.isBeforeAnswer) {
      reader.report(
        "policy/wrong-stage",
        "`\(word)` works on answers only",
        place,
        hint: "use `output` or `output_final`; `refuse` works on every stage"
      )
    }
    let unspoken: Set<GuardStage> = [.toolCall, .reasoning]
    if [.hedge, .safeComplete, .rewrite].contains(rule.action),
      !rule.stages.isDisjoint(with: unspoken)
    {
      reader.report(
        "policy/wrong-stage",
        "`\(word)` does not work on `tool_call` and `reasoning`",
        place,
        hint: "use `refuse`, `cut` or `annotate` there"
      )
    }
  }

  /// What has been written cannot be taken back: rules over output must not need hindsight.
  private mutating func checkStreaming(
    _ rule: GuardRule,
    _ members: [String: YAMLNode],
    _ node: YAMLNode
  ) {
    guard rule.stages.contains(where: \.isStreamed) else { return }
    let isSettled = rule.exclusion?.detectors.isEmpty ?? true
    if !rule.condition.isMonotone || !isSettled {
      reader.report(
        "policy/needs-hindsight",
        "a rule over `output` or `reasoning` must not hang on what is not found",
        members["if"] ?? node,
        hint: "use `output_final`, or ask for facts such as `lang` and `route` only"
      )
    }
    if rule.action == .redact, !rule.condition.isImmediate {
      reader.report(
        "policy/needs-hindsight",
        "`redact` must hold with the first finding",
        members["if"] ?? node,
        hint: "ask for `hit`, or for one detector and facts"
      )
    }
  }

  func suggestion(_ typed: String, _ names: [String]) -> String? {
    nearest(to: typed, among: names).map { "did you mean `\($0)`?" }
  }

  mutating func readExceptions(_ node: YAMLNode?) {
    for (id, value) in entries(node, "`exceptions`", kind: "exception") {
      let keys = ["rules", "if", "expires", "reason"]
      let members = reader.mapping(value, "the exception", keys: keys)
      for key in keys where members[key] == nil {
        reader.report("policy/missing-key", "the exception `\(id)` needs `\(key)`", value)
      }
      let names = reader.strings(members["rules"], "`rules`")
      let condition = self.condition(members["if"])
      let expires = reader.date(members["expires"], "`expires`")
      let reason = reader.string(members["reason"], "`reason`")
      for name in names { checkRelaxed(name, members["rules"]) }
      if let condition, !condition.detectors.isEmpty {
        reader.report(
          "policy/bad-exception",
          "an exception hangs on facts such as `route` and `lang`, not on findings",
          members["if"]
        )
      }
      guard let condition, let expires, let reason else { continue }
      policy.exceptions.removeAll { $0.id == id }
      policy.exceptions.append(
        GuardException(id: id, rules: names, condition: condition, expires: expires, reason: reason)
      )
    }
  }

  private mutating func checkRelaxed(_ name: String, _ node: YAMLNode?) {
    guard let rule = policy.rules.first(where: { $0.id == name }) else {
      reader.report(
        "policy/unknown-rule",
        "unknown rule `\(name)`",
        node,
        hint: suggestion(name, policy.rules.map(\.id))
      )
      return
    }
    guard rule.severity == .critical else { return }
    reader.report(
      "policy/bad-exception",
      "the rule `\(name)` is critical: nothing relaxes it",
      node
    )
  }
}
