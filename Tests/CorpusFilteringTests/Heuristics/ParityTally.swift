import SafetyCore

import CorpusFiltering

/// Counts how often measured values and verdicts equal the goldens.
struct ParityTally {
  var documents = 0
  /// Pairs of value and golden, and those further apart than the rounding explains.
  var values = 0
  var strayValues: [String: Int] = [:]
  /// Verdicts by filter: compared, other reason, other outcome.
  var compared: [String: Int] = [:]
  var otherReason: [String: Int] = [:]
  var otherOutcome: [String: Int] = [:]
  /// Filters on which datatrove raised.
  var undefined = 0
  var strayDocuments: [String] = []

  /// The least share of equal outcomes over all filters.
  var leastAgreement: Double {
    compared.map { 1 - Double(otherOutcome[$0.key] ?? 0) / Double(max(1, $0.value)) }.min() ?? 0
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
      values += 1
      // Half of the sixth decimal, and a little for the rounding itself.
      if !(abs((found[column] ?? .nan) - expected) <= 0.500_001e-6) {
        strayValues[column, default: 0] += 1
        strayDocuments.append("\(row.id) \(column)")
      }
    }
    for (filter, expected) in zip(header.filters, row.verdicts) {
      add(DatatroveThresholds.verdict(of: filter, on: found), expected, filter, row.id)
    }
  }

  mutating func add(_ found: String, _ expected: String, _ filter: String, _ id: String) {
    guard expected != "error" else {
      undefined += 1
      return
    }
    compared[filter, default: 0] += 1
    if (found == "keep") != (expected == "keep") {
      otherOutcome[filter, default: 0] += 1
      strayDocuments.append("\(id) \(filter): \(found), not \(expected)")
    }
    // FineWeb's name for a text of blank lines; here its share of terminated lines is 0.
    let reason = expected == "empty" ? "line_punct_ratio" : expected
    if found != reason { otherReason[filter, default: 0] += 1 }
  }

  /// Figures without any text, a line each.
  func printFigures(_ title: String) {
    print("\(title): \(documents) documents, \(values) values, stray \(strayValues)")
    for (filter, count) in compared.sorted(by: { $0.key < $1.key }) {
      let outcomes = otherOutcome[filter] ?? 0
      print(
        "  \(filter): \(count) verdicts, \(outcomes) other outcomes, "
          + "\(otherReason[filter] ?? 0) other reasons"
      )
    }
    for stray in strayDocuments.prefix(40) { print("  \(stray)") }
  }
}

/// All rules at once, C4 under both of its settings.
struct ParityProbe {
  private let strict: HeuristicProbe
  private let lenient: HeuristicProbe

  init() throws {
    strict = try HeuristicProbe([
      GopherQuality.detector(DetectorSettings()), GopherRepetition.detector,
      C4Quality.detector(DetectorSettings()), FineWebQuality.detector,
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
