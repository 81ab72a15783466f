import ArgumentParser
import CorpusFiltering
import Diagnostics
import ReportPages
import SafetyCore
import SafetyPolicy
import SafetyRuntime
import TerminalOutput

struct PolicyRulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List what a policy can ask for: detectors, their settings and rules.",
    discussion: """
      Examples:
        gemma-safety policy rules
        gemma-safety policy rules gopher-quality
        gemma-safety policy rules --schema > corpus-policy.schema.json
      """
  )
  @Argument(help: "A detector; all of them without one.") var detector: String?
  @Flag(help: "Print a JSON Schema of corpus policies, for editors.") var schema = false
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard !schema || detector == nil else {
      throw ValidationError("--schema is of all detectors: name none")
    }
  }

  func run() throws {
    try GemmaSafety.reporting {
      guard !schema else {
        let schema = CorpusPolicySchema(catalog: DetectorCatalog.descriptors).value
        return display.show(
          text: { String(decoding: schema.canonicalJSON, as: UTF8.self) + "\n" },
          json: { schema }
        )
      }
      let shown = try chosen()
      display.show(
        text: { shown.map(text).joined(separator: "\n") },
        json: {
          ["format": "gemma-safety.policy-rules/1", "detectors": .array(shown.map(json))]
        }
      )
    }
  }

  private func chosen() throws -> [DetectorDescriptor] {
    let all = DetectorCatalog.descriptors
    guard let detector else { return all }
    if let found = all.first(where: { $0.name == detector }) { return [found] }
    throw Diagnostic(
      "policy/unknown-detector",
      "no detector is called `\(detector)`",
      hint: nearest(to: detector, among: all.map(\.name)).map { "did you mean `\($0)`?" }
    )
  }

  private func text(_ detector: DetectorDescriptor) -> String {
    var table = TextTable(leading: 3)
    for setting in detector.settings {
      let choices = Self.choices(setting).map { ": \($0.joined(separator: ", "))" } ?? ""
      let summary = setting.summary + choices
      table.add("settings." + setting.key, Self.text(setting.defaultValue), summary)
    }
    for rule in detector.rules {
      let spans = rule.hasSpans ? ", names spans" : ""
      table.add(Self.name(of: rule, in: detector), Self.range(of: rule), rule.summary + spans)
    }
    let title = "\(display.terminal.bold(detector.name))  \(detector.summary)"
    let lines = table.lines(indent: 2, width: display.terminal.room)
    return ([title] + lines).joined(separator: "\n") + "\n"
  }

  private func json(_ detector: DetectorDescriptor) -> CanonicalValue {
    [
      "name": .string(detector.name),
      "summary": .string(detector.summary),
      "settings": .array(
        detector.settings.map {
          [
            "key": .string($0.key), "default": .string(Self.text($0.defaultValue)),
            "summary": .string($0.summary),
            "choices": Self.choices($0).map { .array($0.map { .string($0) }) } ?? .null,
          ]
        }
      ),
      "rules": .array(
        detector.rules.map {
          [
            "name": .string(Self.name(of: $0, in: detector)),
            "category": .string($0.category.rawValue),
            "quantity": .string($0.quantity.rawValue),
            "least": .string(decimal($0.domain.lowerBound)),
            "greatest": .string(decimal($0.domain.upperBound)),
            "names_spans": .boolean($0.hasSpans),
            "summary": .string($0.summary),
            "source": .string($0.source),
          ]
        }
      ),
    ]
  }

  /// The values that a setting can have, where it has to be one of a few.
  private static func choices(_ setting: SettingDescriptor) -> [String]? {
    if case .choice(let values) = setting.kind { values } else { nil }
  }

  private static func name(of rule: RuleDescriptor, in detector: DetectorDescriptor) -> String {
    String(rule.id.rawValue.dropFirst(detector.name.count + 1))
  }

  private static func range(of rule: RuleDescriptor) -> String {
    let least = ReportFormat.value(rule.domain.lowerBound)
    // Past a million the bound only keeps typing errors out.
    guard rule.domain.upperBound < 1e6 else { return "\(least) and up" }
    return "\(least)–\(ReportFormat.value(rule.domain.upperBound))"
  }

  private static func text(_ value: SettingValue?) -> String {
    switch value {
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): ReportFormat.value(value)
    case .string(let value): value
    case .strings(let values): "[\(values.joined(separator: ", "))]"
    case nil: "none"
    }
  }
}
