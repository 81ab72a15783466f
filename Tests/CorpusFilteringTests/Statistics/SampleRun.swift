import SafetyCore
import SafetyPolicy

import CorpusFiltering

/// A made-up run over harmless documents, the same in every test.
enum SampleRun {
  static let table = RuleTable([
    DetectorDescriptor(
      name: "gopher-quality",
      summary: "quality",
      rules: [
        RuleDescriptor(
          "gopher-quality/word-count",
          category: .quality,
          quantity: .count,
          summary: "number of words",
          source: "Gopher, 2021"
        ),
        RuleDescriptor(
          "gopher-quality/mean-word-length",
          category: .quality,
          quantity: .length,
          summary: "mean length of words",
          source: "Gopher, 2021"
        ),
        RuleDescriptor(
          "gopher-quality/symbol-share",
          category: .quality,
          quantity: .share,
          summary: "share of symbols",
          source: "Gopher, 2021"
        ),
      ]
    ),
    DetectorDescriptor(
      name: "gopher-repetition",
      summary: "repetition",
      rules: [
        RuleDescriptor(
          "gopher-repetition/duplicate-lines",
          category: .repetition,
          quantity: .share,
          summary: "share of repeated lines",
          source: "Gopher, 2021"
        ),
        RuleDescriptor(
          "gopher-repetition/top-2-gram",
          category: .repetition,
          quantity: .share,
          summary: "share of the most frequent word pair",
          source: "Gopher, 2021"
        ),
      ]
    ),
    DetectorDescriptor(
      name: "toxicity-linear",
      summary: "classifier",
      rules: [
        RuleDescriptor(
          "toxicity-linear/toxic",
          category: .toxicity,
          severity: .sensitive,
          quantity: .score,
          summary: "probability of toxic text",
          source: "trained here"
        )
      ]
    ),
    DetectorDescriptor(
      name: "personal-data",
      summary: "personal data",
      rules: [
        RuleDescriptor(
          "personal-data/email",
          category: .personalData,
          severity: .personal,
          quantity: .count,
          summary: "e-mail addresses",
          source: "RFC 5321",
          hasSpans: true
        ),
        RuleDescriptor(
          "personal-data/phone",
          category: .personalData,
          severity: .personal,
          quantity: .count,
          summary: "telephone numbers",
          source: "E.164",
          hasSpans: true
        ),
      ]
    ),
    DetectorDescriptor(
      name: "identity",
      summary: "identity groups",
      rules: [
        RuleDescriptor(
          "identity/tea-drinkers",
          category: .identity,
          quantity: .count,
          summary: "mentions of tea drinkers",
          source: "sample"
        ),
        RuleDescriptor(
          "identity/coffee-drinkers",
          category: .identity,
          quantity: .count,
          summary: "mentions of coffee drinkers",
          source: "sample"
        ),
        RuleDescriptor(
          "identity/cocoa-drinkers",
          category: .identity,
          quantity: .count,
          summary: "mentions of cocoa drinkers",
          source: "sample"
        ),
      ]
    ),
    DetectorDescriptor(
      name: "duplicates",
      summary: "duplicates",
      rules: [
        RuleDescriptor(
          "duplicates/document",
          category: .duplicate,
          quantity: .flag,
          summary: "the text came before",
          source: "this project"
        )
      ]
    ),
  ])

  static let rules: [RulePolicy?] = [
    RulePolicy(minimum: 50, maximum: 100_000, action: .remove),
    RulePolicy(minimum: 3, maximum: 10, action: .remove),
    RulePolicy(maximum: 0.1, action: .remove),
    RulePolicy(maximum: 0.3, action: .remove),
    RulePolicy(maximum: 0.2, action: .remove),
    RulePolicy(maximum: 0.8, action: .remove),
    RulePolicy(maximum: 0, action: .redact),
    RulePolicy(maximum: 0, action: .redact),
    nil, nil, nil,
    RulePolicy(maximum: 0, action: .remove),
  ]

  static let shards = ["books/part-0001.jsonl.gz", "web/part-0001.jsonl"]

  static var empty: RunStatistics {
    RunStatistics(
      table: table,
      rules: rules,
      biasWarningRatio: 1.25,
      biasMinimumDocuments: 20,
      shards: shards
    )
  }

  /// Judges values as a policy would: closed bounds, NaN fails.
  static func decide(_ values: [Double], rules: [RulePolicy?] = rules) -> CorpusDecision {
    var failures: [RuleVerdict] = []
    for (slot, rule) in rules.enumerated() {
      guard let rule else { continue }
      let value = values[slot]
      let isInside = value >= rule.minimum ?? -.infinity && value <= rule.maximum ?? .infinity
      guard !isInside else { continue }
      failures.append(
        RuleVerdict(
          rule: slot,
          value: value,
          minimum: rule.minimum,
          maximum: rule.maximum,
          action: rule.action
        )
      )
    }
    return CorpusDecision(failures: failures)
  }

  static func outcome(_ index: Int, values: [Double], language: String? = "en") -> DocumentOutcome {
    DocumentOutcome(
      id: "kettle-\(index)",
      shard: index % 2,
      line: index / 2 + 1,
      byteCount: Int(max(0, values[0].isNaN ? 0 : values[0])) * 6,
      scalarCount: Int(max(0, values[0].isNaN ? 0 : values[0])) * 5,
      tags: language.map { ["language": $0] } ?? [:],
      values: values,
      spanCounts: [6, 7].filter { values[$0] > 0 }.map { .init(rule: $0, count: Int(values[$0])) },
      decision: decide(values)
    )
  }

  /// Values inside every bound.
  static let clean: [Double] = [300, 5, 0.02, 0.01, 0.05, 0.1, 0, 0, 0, 0, 0, 0]

  /// `count` documents from a seeded generator.
  static func outcomes(_ count: Int, seed: UInt64 = 7) -> [DocumentOutcome] {
    var random = SplitMix(state: seed)
    return (0..<count).map { index in
      var values = clean
      let a = random.unit()
      let b = random.unit()
      values[0] = (20 + 3000 * a * a * a * b).rounded()
      values[1] = 3.2 + 4 * (random.unit() + random.unit()) / 2
      values[2] = 0.12 * random.unit() * random.unit()
      values[3] = random.unit() * random.unit() * random.unit() * 0.6
      values[4] = random.unit() * random.unit() * 0.3
      values[6] = random.unit() < 0.1 ? (1 + 3 * random.unit()).rounded() : 0
      values[7] = random.unit() < 0.04 ? 1 : 0
      for slot in 8...10 { values[slot] = random.unit() < 0.12 ? 1 : 0 }
      let raised = values[8] > 0 ? 0.35 : 0
      values[5] = min(1, random.unit() * random.unit() * 0.95 + raised * random.unit())
      values[11] = random.unit() < 0.03 ? 1 : 0
      let pick = Int(random.unit() * 10)
      return outcome(index, values: values, language: pick < 7 ? "en" : pick < 9 ? "de" : nil)
    }
  }
}

/// A tiny generator so that tests need no clock and no luck.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}
