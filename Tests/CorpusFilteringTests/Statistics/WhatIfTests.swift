import Diagnostics
import SafetyCore
import SafetyPolicy
import Testing

import CorpusFiltering

@Suite struct `What if` {
  private let measurements = StoredMeasurements(
    rules: SampleRun.table.rules.map(\.id),
    definitions: Self.policy().definitions,
    policyDigest: Digest.sha256("policy".utf8)
  )

  private static func policy(
    words: WordDefinition = .whitespace,
    settings: DetectorSettings = DetectorSettings()
  ) -> CorpusPolicy {
    let detectors = SampleRun.table.detectors.map {
      ConfiguredDetector(descriptor: $0, settings: settings)
    }
    let rules = SampleRun.rules
    return CorpusPolicy(name: "sample", words: words, detectors: detectors, rules: rules)
  }

  private func compare(
    _ outcomes: [DocumentOutcome],
    rules: [RulePolicy?],
    measurements: StoredMeasurements? = nil
  ) throws -> WhatIfReport {
    let written = self.measurements
    var reader = try StoredMeasurementsReader(
      name: "measurements.bin",
      bytes: written.header() + written.encode(outcomes)
    )
    var whatIf = try WhatIf(
      table: SampleRun.table,
      rules: rules,
      measurements: measurements ?? reader.measurements
    ) { SampleRun.decide($0, rules: rules) }
    while let block = try reader.nextBlock() {
      for document in block { whatIf.add(document) }
    }
    return whatIf.report
  }

  @Test func `finds no difference under the same policy`() throws {
    let report = try compare(SampleRun.outcomes(500), rules: SampleRun.rules)
    #expect(report.documents == 500)
    #expect(report.keptBefore == report.keptAfter)
    #expect(report.newlyRemoved == 0 && report.newlyKept == 0)
    #expect(report.rules.allSatisfy { $0.failedBefore == $0.failedAfter })
    #expect(report.text().contains("No rule fails on more or fewer"))
  }

  @Test func `names documents a stricter threshold removes and a milder one keeps`() throws {
    var values = SampleRun.clean
    values[0] = 100
    let kept = SampleRun.outcome(0, values: values)
    values[0] = 300
    values[4] = 0.25
    let removed = SampleRun.outcome(1, values: values)
    var rules = SampleRun.rules
    rules[0]?.minimum = 200
    rules[4]?.maximum = 0.3
    let report = try compare([kept, removed], rules: rules)
    #expect(report.newlyRemovedIDs == ["kettle-0"])
    #expect(report.newlyKeptIDs == ["kettle-1"])
    #expect(report.keptBefore == 1 && report.keptAfter == 1)
    #expect(report.rules[0].failedAfter == 1 && report.rules[4].failedBefore == 1)
    let expected = """
      2 documents decided again

      kept before              1    50.0%
      kept after               1    50.0%
      newly removed            1    50.0%
      newly kept               1    50.0%

      rule                            before     after    change
      gopher-quality/word-count            0         1        +1
      gopher-repetition/top-2-gram         1         0        −1

      Newly removed
        kettle-0

      Newly kept
        kettle-1

      """
    #expect(report.text() == expected)
  }

  @Test func `lists at most twenty ids`() throws {
    var rules = SampleRun.rules
    rules[0]?.minimum = 1e9
    rules[0]?.maximum = nil
    let report = try compare(SampleRun.outcomes(300), rules: rules)
    #expect(report.newlyRemovedIDs.count == 20)
    #expect(report.newlyRemoved > 20)
    #expect(report.text().contains("more\n"))
  }

  @Test func `refuses a policy that judges what was not measured`() {
    let partial = StoredMeasurements(
      rules: Array(measurements.rules.dropFirst(2)),
      definitions: Array(measurements.definitions.dropFirst(2)),
      policyDigest: measurements.policyDigest
    )
    #expect {
      try compare([], rules: SampleRun.rules, measurements: partial)
    } throws: { error in
      guard let diagnostic = error as? Diagnostic else { return false }
      return diagnostic.code.rawValue == "what-if/rule-not-measured"
        && diagnostic.message.contains("gopher-quality/word-count")
    }
  }

  @Test func `refuses values that were measured otherwise`() throws {
    var settings = DetectorSettings()
    settings.values["lists_sha256"] = .string("silver")
    for policy in [Self.policy(words: .unicode), Self.policy(settings: settings)] {
      let error = #expect(throws: Diagnostic.self) {
        try WhatIf(policy: policy, measurements: measurements)
      }
      #expect(error?.code == "what-if/other-measurement")
    }
    var milder = Self.policy()
    milder.rules[0]?.minimum = 1
    _ = try WhatIf(policy: milder, measurements: measurements)
  }

  @Test func `does not ask for rules the policy leaves alone`() throws {
    let partial = StoredMeasurements(
      rules: [measurements.rules[4]],
      definitions: [measurements.definitions[4]],
      policyDigest: measurements.policyDigest
    )
    var rules = [RulePolicy?](repeating: nil, count: SampleRun.rules.count)
    rules[4] = RulePolicy(maximum: 0.2, action: .remove)
    _ = try WhatIf(table: SampleRun.table, rules: rules, measurements: partial) {
      SampleRun.decide($0, rules: rules)
    }
  }

  @Test func `shows no control characters of ids in a terminal`() throws {
    var outcome = SampleRun.outcome(0, values: SampleRun.clean)
    outcome.id = "a\u{1B}[31mb\u{202E}"
    var rules = SampleRun.rules
    rules[0]?.minimum = 1e6
    let text = try compare([outcome], rules: rules).text()
    #expect(!text.unicodeScalars.contains("\u{1B}"))
    #expect(!text.unicodeScalars.contains("\u{202E}"))
  }

  @Test func `decides under a real policy`() throws {
    let policy = Self.policy()
    let outcomes = SampleRun.outcomes(2000).map { outcome in
      var outcome = outcome
      outcome.decision = policy.decide(values: outcome.values)
      return outcome
    }
    var reader = try StoredMeasurementsReader(
      name: "measurements.bin",
      bytes: measurements.header() + measurements.encode(outcomes)
    )
    let report = try WhatIf.run(policy: policy, reader: &reader)
    #expect(report.documents == 2000)
    #expect(report.newlyKept + report.newlyRemoved == 0)
    #expect(report.keptBefore == report.keptAfter)
  }
}
