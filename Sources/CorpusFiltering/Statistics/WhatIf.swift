import Diagnostics
import SafetyCore
import SafetyPolicy

/// Decides a finished run again under another policy, from its stored values alone.
package struct WhatIf {
  private let decide: ([Double]) -> CorpusDecision
  private let table: RuleTable
  /// Slot of the file by slot of the new policy.
  private let sources: [Int?]
  /// Slot of the new policy by slot of the file.
  private let targets: [Int?]
  private let storedRules: [RuleID]
  private var values: [Double]
  private var before: [Int]
  private var after: [Int]
  private var difference = WhatIfReport()

  /// Fails with `what-if/rule-not-measured` where the policy judges what the run did not measure, and
  /// with `what-if/other-measurement` where the run measured it with other settings, lists or words.
  package init(policy: CorpusPolicy, measurements: StoredMeasurements) throws {
    try self.init(table: policy.table, rules: policy.rules, measurements: measurements) {
      policy.decide(values: $0)
    }
    let definitions = policy.definitions
    let others = policy.table.rules.indices.filter { slot in
      guard policy.rules[slot] != nil, let source = sources[slot] else { return false }
      return measurements.definitions[source] != definitions[slot]
    }
    guard others.isEmpty else { throw Self.otherwise(others.map { policy.table.rules[$0].id }) }
  }

  /// The same with the parts of a policy handed in one by one.
  package init(
    table: RuleTable,
    rules: [RulePolicy?],
    measurements: StoredMeasurements,
    decide: @escaping ([Double]) -> CorpusDecision
  ) throws {
    let stored = Dictionary(
      zip(measurements.rules, measurements.rules.indices),
      uniquingKeysWith: { first, _ in first }
    )
    sources = table.rules.map { stored[$0.id] }
    targets = measurements.rules.map { table.slot(of: $0) }
    let missing = table.rules.indices.filter { slot in
      rules.indices.contains(slot) && rules[slot] != nil && stored[table.rules[slot].id] == nil
    }
    guard missing.isEmpty else {
      throw Self.notMeasured(missing.map { table.rules[$0].id })
    }
    self.table = table
    self.decide = decide
    storedRules = measurements.rules
    values = [Double](repeating: .nan, count: table.rules.count)
    before = [Int](repeating: 0, count: measurements.rules.count)
    after = [Int](repeating: 0, count: table.rules.count)
  }

  /// Decides one document again.
  package mutating func add(_ document: StoredDocument) {
    for slot in values.indices {
      values[slot] = sources[slot].map { document.values[$0] } ?? .nan
    }
    let decision = decide(values)
    for slot in document.failed { before[slot] += 1 }
    for failure in decision.failures where after.indices.contains(failure.rule) {
      after[failure.rule] += 1
    }
    difference.add(document, decision)
  }

  /// Decides every document of a file and gives the difference.
  package static func run(
    policy: CorpusPolicy,
    reader: inout StoredMeasurementsReader
  ) throws -> WhatIfReport {
    var whatIf = try WhatIf(policy: policy, measurements: reader.measurements)
    while let block = try reader.nextBlock() {
      for document in block { whatIf.add(document) }
    }
    return whatIf.report
  }

  /// The difference so far: rules of the new policy in its order, then those it no longer has.
  package var report: WhatIfReport {
    var report = difference
    report.rules = table.rules.indices.map { slot in
      let earlier = sources[slot].map { before[$0] } ?? 0
      return .init(rule: table.rules[slot].id, failedBefore: earlier, failedAfter: after[slot])
    }
    for (slot, rule) in storedRules.enumerated() where targets[slot] == nil {
      report.rules.append(.init(rule: rule, failedBefore: before[slot], failedAfter: 0))
    }
    return report
  }

  private static func notMeasured(_ rules: [RuleID]) -> Diagnostic {
    Diagnostic(
      "what-if/rule-not-measured",
      "the policy judges rules the run did not measure: \(names(rules))",
      hint: "enable their detectors and run the filter again"
    )
  }

  private static func otherwise(_ rules: [RuleID]) -> Diagnostic {
    Diagnostic(
      "what-if/other-measurement",
      "the run measured with other settings, lists or words what the policy judges: "
        + names(rules),
      hint: "run the filter under this policy; bounds and actions alone can be tried without"
    )
  }

  private static func names(_ rules: [RuleID]) -> String {
    let rest = rules.count > 5 ? " and \(rules.count - 5) more" : ""
    return rules.prefix(5).map(\.rawValue).joined(separator: ", ") + rest
  }
}
