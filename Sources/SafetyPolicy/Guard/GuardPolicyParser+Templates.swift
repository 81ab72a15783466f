import StrictYAML

extension GuardPolicyParser {
  mutating func readTemplates(_ node: YAMLNode?) {
    for (id, value) in entries(node, "`templates`", kind: "template") {
      let keys = ["texts", "fallback", "addendum"]
      let members = reader.mapping(value, "the template", keys: keys)
      var texts: [String: String] = [:]
      for (tag, key, text) in reader.pairs(members["texts"], "`texts`") {
        guard Self.isLanguage(tag) else {
          reader.report("policy/bad-language", "`\(tag)` is no language tag such as `pt-BR`", key)
          continue
        }
        // A text is written in one piece; a long one would be an answer of its own.
        texts[tag] = reader.string(text, "a text", limit: 2_000)
      }
      let fallback = reader.strings(members["fallback"], "`fallback`")
      if texts[fallback.first ?? ""] == nil {
        reader.report(
          "policy/missing-language",
          "the template `\(id)` needs `fallback` and a text in its first language",
          members["fallback"] ?? value
        )
      }
      var template = GuardTemplate(id: id, texts: texts, fallback: fallback)
      template.addendum = reader.string(members["addendum"], "`addendum`")
      for language in policy.languages where template.text(in: language).isEmpty {
        reader.report(
          "policy/missing-language",
          "the template has no text for `\(language)`",
          value
        )
      }
      policy.templates.removeAll { $0.id == id }
      policy.templates.append(template)
    }
  }

  /// Letters and digits in parts of two to eight.
  static func isLanguage(_ tag: String) -> Bool {
    let parts = tag.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
    return parts.first.map { (2...3).contains($0.count) } ?? false
      && parts.allSatisfy { part in
        (2...8).contains(part.count)
          && part.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) }
      }
  }

  private static let testKeys = [
    "id", "stage", "kind", "text", "lang", "route", "expect", "mutate", "chunking",
  ]

  mutating func readTests(_ node: YAMLNode?) {
    for node in reader.items(node, "`tests`") {
      let members = reader.mapping(node, "the test", keys: Self.testKeys)
      for key in ["id", "stage", "kind", "text"] where members[key] == nil {
        reader.report("policy/missing-key", "the test needs `\(key)`", node)
      }
      let stage: GuardStage? = reader.choice(members["stage"])
      let kind: GuardTestCase.Kind? = reader.choice(members["kind"])
      guard let id = reader.string(members["id"], "`id`"), let stage, let kind,
        let text = reader.string(members["text"], "`text`", limit: 65_536),
        isFree(id, kind: "test", members["id"] ?? node)
      else { continue }
      if policy.tests.contains(where: { $0.id == id }), !overridden.contains(id) {
        reader.report("policy/duplicate-key", "two tests are called `\(id)`", members["id"])
        continue
      }
      var test = GuardTestCase(id: id, stage: stage, kind: kind, text: text)
      test.language = reader.string(members["lang"], "`lang`") ?? test.language
      test.route = reader.string(members["route"], "`route`") ?? test.route
      test.mutations = reader.choices(members["mutate"], "`mutate`")
      test.chunking = chunking(members["chunking"])
      readExpectation(members["expect"], into: &test)
      policy.tests.removeAll { $0.id == id }
      policy.tests.append(test)
    }
  }

  private mutating func chunking(_ node: YAMLNode?) -> GuardTestCase.Chunking {
    guard let node else { return .all }
    let text = node.scalar?.string ?? ""
    if text == "all" { return .all }
    if text == "every_1" { return .everyScalar }
    if text.hasPrefix("random:"), let count = Int(text.dropFirst(7)), (1...10_000).contains(count) {
      return .random(count)
    }
    reader.report("policy/wrong-value", "must be all, every_1 or random:COUNT", node)
    return .all
  }

  private mutating func readExpectation(_ node: YAMLNode?, into test: inout GuardTestCase) {
    let members = reader.mapping(node, "`expect`", keys: ["action", "rule", "output", "max_hold"])
    test.action = reader.choice(members["action"])
    test.output = reader.string(members["output"], "`output`", limit: 65_536)
    test.maximumHold = reader.integer(members["max_hold"], "`max_hold`", 1...1_000_000)
    guard let rule = reader.string(members["rule"], "`rule`") else { return }
    test.rule = rule
    guard !policy.rules.contains(where: { $0.id == rule }) else { return }
    reader.report(
      "policy/unknown-rule",
      "unknown rule `\(rule)`",
      members["rule"],
      hint: suggestion(rule, policy.rules.map(\.id))
    )
  }

  mutating func readGates(_ node: YAMLNode?) {
    var gates: [GuardGate] = []
    let names = GuardGate.Measure.allCases.map(\.rawValue)
    for (name, value) in reader.mapping(node, "`gates`", keys: names).sorted(by: { $0.key < $1.key }
    ) {
      guard let measure = GuardGate.Measure(rawValue: name) else { continue }
      let range = measure == .maximumHold ? 1...1_000_000.0 : 0...1.0
      guard let limit = reader.number(value, "`\(name)`", range) else { continue }
      gates.append(GuardGate(measure: measure, limit: limit))
    }
    if !gates.isEmpty { policy.gates = gates }
  }

  /// What shows only when every block is read.
  mutating func checkWhole(_ root: YAMLNode) {
    for id in overridden.sorted() where !inherited.contains(where: { $0.hasSuffix(" \(id)") }) {
      reader.report(
        "policy/unused-override",
        "`override` names `\(id)`, which no policy that this one extends defines",
        root
      )
    }
    for rule in policy.rules where rule.action == .redact {
      for detector in rule.condition.detectors where !policy.detectors[detector].kind.isExact {
        reader.report(
          "policy/wrong-action",
          "`redact` needs exact spans, which `\(policy.detectors[detector].id)` has not",
          places["rule \(rule.id)"] ?? root
        )
      }
    }
  }
}
