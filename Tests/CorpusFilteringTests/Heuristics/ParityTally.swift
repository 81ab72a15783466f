import SafetyCore
import SafetyDetectors

import CorpusFiltering

/// Counts, rule by rule, how often measured values and decisions equal the goldens.
struct ParityTally {
  /// Documents compared of one rule, and those that come out otherwise.
  struct Count: Equatable {
    var compared = 0
    /// Values further apart than the rounding of the goldens explains.
    var otherValue = 0
    /// Values on the other side of the threshold.
    var otherDecision = 0
    /// Documents that the golden's value does not let pass.
    var removed = 0
  }

  var documents = 0
  var rules: [String: Count] = [:]
  /// Verdicts by filter: compared, and those with another outcome or another reason.
  var filters: [String: (compared: Int, otherOutcome: Int, otherReason: Int)] = [:]
  var strays: [String] = []

  var values: Int { rules.values.reduce(0) { $0 + $1.compared } }
  var otherValues: [String: Int] { rules.mapValues(\.otherValue).filter { $0.value > 0 } }
  var otherDecisions: [String: Int] { rules.mapValues(\.otherDecision).filter { $0.value > 0 } }
  var otherReasons: [String: Int] { filters.mapValues(\.otherReason).filter { $0.value > 0 } }

  /// The least share of equal decisions of any rule or filter.
  var leastAgreement: Double {
    let byRule = rules.values.map { 1 - Double($0.otherDecision) / Double(max(1, $0.compared)) }
    let byFilter = filters.values.map { 1 - Double($0.otherOutcome) / Double(max(1, $0.compared)) }
    return (byRule + byFilter).min() ?? 0
  }

  static func compare(
    _ documents: [GoldenFile.Document],
    with golden: GoldenFile
  ) throws -> ParityTally {
    let probe = try ParityProbe()
    var tally = ParityTally()
    for (document, row) in zip(documents, golden.rows) where document.id == row.id {
      tally.add(try probe.values(of: document.text), row, golden.header)
    }
    return tally
  }

  private mutating func add(
    _ found: [String: Double],
    _ row: GoldenFile.Row,
    _ header: GoldenFile.Header
  ) {
    documents += 1
    for (column, expected) in zip(header.columns, row.values) {
      guard let expected else { continue }
      add(found[column] ?? .nan, expected, column, row.id)
    }
    for (filter, expected) in zip(header.filters, row.verdicts) {
      add(DatatroveThresholds.verdict(of: filter, on: found), expected, filter, row.id)
    }
  }

  mutating func add(_ found: Double, _ expected: Double, _ rule: String, _ id: String) {
    rules[rule, default: Count()].compared += 1
    // Half of the sixth decimal, and a little for the rounding itself.
    let isSame = abs(found - expected) <= 0.500_001e-6
    let passes = DatatroveThresholds.passes(rule, expected)
    if !passes { rules[rule, default: Count()].removed += 1 }
    if !isSame {
      rules[rule, default: Count()].otherValue += 1
      strays.append("\(id) \(rule)")
    }
    // A golden that was rounded onto its threshold says nothing about the side it came from.
    if !isSame, DatatroveThresholds.passes(rule, found) != passes {
      rules[rule, default: Count()].otherDecision += 1
    }
  }

  /// Compares verdicts; one that the original could not give counts as none.
  mutating func add(_ found: String, _ expected: String, _ filter: String, _ id: String) {
    guard expected != "error" else { return }
    var count = filters[filter] ?? (0, 0, 0)
    count.compared += 1
    if (found == "keep") != (expected == "keep") {
      count.otherOutcome += 1
      strays.append("\(id) \(filter): \(found), not \(expected)")
    }
    // FineWeb's name for a text of blank lines; here its share of terminated lines is 0.
    let reason = expected == "empty" && filter == "fineweb" ? "line_punct_ratio" : expected
    if found != reason { count.otherReason += 1 }
    filters[filter] = count
  }

  /// Figures without any text: a row of the tables in docs/parity.md for each rule and filter.
  func printFigures(_ title: String) {
    print("\(title): \(documents) documents, \(values) values")
    for (rule, count) in rules.sorted(by: { $0.key < $1.key }) {
      print(
        "| `\(rule)` | \(count.compared) | \(count.removed) | \(count.otherValue) "
          + "| \(count.otherDecision) |"
      )
    }
    for (filter, count) in filters.sorted(by: { $0.key < $1.key }) {
      print("| \(filter) | \(count.compared) | \(count.otherOutcome) | \(count.otherReason) |")
    }
    for stray in strays.prefix(40) { print("  \(stray)") }
  }
}

/// All rules at once, C4 under both of its settings.
struct ParityProbe {
  private let strict: HeuristicProbe
  private let lenient: HeuristicProbe

  init() throws {
    strict = try HeuristicProbe([
      GopherQuality.detector(DetectorSettings()), GopherRepetition.detector,
      C4Quality.detector(DetectorSettings()), FineWebQuality.detector, DolmaGopher(),
      PersonalDataDetector(),
    ])
    lenient = try HeuristicProbe([
      C4Quality.detector(DetectorSettings(["terminal_punctuation": .boolean(false)]))
    ])
  }

  func values(of text: String) throws -> [String: Double] {
    var values = try strict.values(of: text)
    for (rule, value) in try lenient.values(of: text) {
      values["c4-lenient" + rule.dropFirst(2)] = value
    }
    return values
  }
}
