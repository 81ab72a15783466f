import FoundationEssentials
import Testing

/// The rules against datatrove 0.10.1; how the goldens were made stands in `scripts/goldens`.
struct DatatroveParityTests {
  private struct Verdicts: Decodable {
    let id: String
    let c4: String
    let c4_fineweb_setting: String
    let fineweb: String
  }

  private static let corpus = ProcessInfo.processInfo.environment["GEMMA_SAFETY_CORPUS"]
  private static let verdicts = ProcessInfo.processInfo.environment["GEMMA_SAFETY_VERDICTS"]

  @Test func `measures and decides like datatrove on made-up documents`() throws {
    let golden = try GoldenFile("datatrove-synthetic.jsonl")
    let documents = try GoldenFile.documents(at: GoldenFile.folder + "synthetic.jsonl")
    let tally = try ParityTally.compare(documents, with: golden)
    tally.printFigures("synthetic corpus")
    #expect(documents.count >= 300)
    #expect(tally.documents == documents.count)
    #expect(tally.documents == golden.rows.count)
    #expect(tally.strayValues.isEmpty)
    // One repetition decision differs from datatrove's; its cause is not found yet.
    withKnownIssue {
      #expect(tally.otherReason.isEmpty)
      #expect(tally.otherOutcome.isEmpty)
    }
    #expect(tally.otherOutcome.values.reduce(0, +) <= 1)
  }

  @Test func `has a value for every rule where datatrove divides by zero`() throws {
    let golden = try GoldenFile("datatrove-synthetic.jsonl")
    let documents = try GoldenFile.documents(at: GoldenFile.folder + "synthetic.jsonl")
    let probe = try ParityProbe()
    var undefined = 0
    for (document, row) in zip(documents, golden.rows) where row.values.contains(nil) {
      let values = try probe.values(of: document.text)
      #expect(values.values.allSatisfy { $0.isFinite && $0 >= 0 }, "\(row.id)")
      undefined += 1
    }
    #expect(undefined >= 3)
  }

  /// Each verdict of datatrove occurs, so that no rule is held to documents it never sees.
  @Test func `meets every reason of datatrove in the made-up documents`() throws {
    let seen = Set(try GoldenFile("datatrove-synthetic.jsonl").rows.flatMap(\.verdicts))
    for limit in DatatroveThresholds.filters.values.joined()
    where limit.reason != "gopher_long_doc" {
      // The made-up documents lack seven reasons so far.
      withKnownIssue(isIntermittent: true) {
        #expect(seen.contains(limit.reason))
      }
    }
  }

  @Test(.enabled(if: corpus != nil, "GEMMA_SAFETY_CORPUS names no corpus"))
  func `measures and decides like datatrove on 2700 real documents`() throws {
    let golden = try GoldenFile("datatrove-bench-2700.jsonl")
    let documents = try GoldenFile.documents(at: Self.corpus ?? "", limit: golden.rows.count)
    let tally = try ParityTally.compare(documents, with: golden)
    tally.printFigures("real documents")
    #expect(tally.documents == golden.rows.count)
    #expect(tally.leastAgreement >= 0.999)
    #expect(tally.strayValues.values.reduce(0, +) * 1000 <= tally.values)
  }

  /// Those verdicts were made with spaCy's words, which only FineWeb's newlines per word feels.
  @Test(.enabled(if: corpus != nil && verdicts != nil, "GEMMA_SAFETY_VERDICTS names no file"))
  func `decides like datatrove with its default words`() throws {
    let lines = try GoldenFile.lines(of: Self.verdicts ?? "")
    let expected = try GoldenFile.decode(Verdicts.self, from: lines)
    let documents = try GoldenFile.documents(at: Self.corpus ?? "", limit: expected.count)
    let probe = try ParityProbe()
    var tally = ParityTally()
    for (document, row) in zip(documents, expected) where document.id == row.id {
      let values = try probe.values(of: document.text)
      let pairs = [
        ("c4", row.c4), ("c4-lenient", row.c4_fineweb_setting), ("fineweb", row.fineweb),
      ]
      for (filter, verdict) in pairs {
        let found = DatatroveThresholds.verdict(of: filter, on: values)
        tally.add(found, verdict, filter, row.id)
      }
      tally.documents += 1
    }
    tally.printFigures("verdicts with default words")
    #expect(tally.documents == expected.count)
    #expect(tally.leastAgreement >= 0.999)
  }
}
