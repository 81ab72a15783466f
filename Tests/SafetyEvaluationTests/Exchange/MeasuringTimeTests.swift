import Diagnostics
import SafetyEvaluation
import Testing

/// When other harnesses say that they ran.
struct MeasuringTimeTests {
  private func measured(_ name: String, _ path: [String], _ value: Any?) throws -> Set<String?> {
    let results = try ImportedResults(
      parsing: HarnessFixture.changed(name, path, to: value),
      file: "results.json",
      run: "r1",
      now: HarnessFixture.now
    )
    try #require(!results.metrics.isEmpty)
    return Set(results.metrics.map(\.measured))
  }

  @Test func `records lm-eval's seconds since 1970`() throws {
    #expect(try measured("lm-eval", ["date"], 1_727_000_000.5) == ["2024-09-22T10:13:20Z"])
    #expect(try measured("lm-eval", ["date"], 1_727_000_000) == ["2024-09-22T10:13:20Z"])
    #expect(try measured("lm-eval", ["date"], nil) == [nil])
  }

  @Test(arguments: [
    ("2026-01-01T10:00:00+00:00", "2026-01-01T10:00:00Z"),
    ("2026-01-01T10:00:00Z", "2026-01-01T10:00:00Z"),
    ("2026-01-01T10:00:00.123456+14:00", "2025-12-31T20:00:00Z"),
    ("2026-01-01T10:00:00-05:30", "2026-01-01T15:30:00Z"),
    ("2026-01-01T10:00:00", "2026-01-01T10:00:00Z"),
  ])
  func `records Inspect's time in UTC`(written: String, time: String) throws {
    #expect(try measured("inspect", ["eval", "created"], written) == [time])
  }

  @Test func `records none where Inspect says none`() throws {
    #expect(try measured("inspect", ["eval", "created"], nil) == [nil])
  }

  @Test func `puts up with a day between clocks, and no more`() throws {
    let day = 86_400
    #expect(try measured("lm-eval", ["date"], HarnessFixture.now + day) == ["2026-12-02T00:00:00Z"])
    let problem = #expect(throws: Diagnostic.self) {
      try measured("lm-eval", ["date"], HarnessFixture.now + day + 1)
    }
    #expect(problem?.code == "evaluation/import-refused")
    #expect(problem?.message.contains("2026-12-02T00:00:01Z, which is still to come") == true)
  }

  @Test(arguments: ["2024-09-01", "2026-01-01T25:00:00Z", "2026-01-01T10:00:00+25:00", ""])
  func `refuses a time that it cannot read`(written: String) {
    for (name, path) in [("lm-eval", ["date"]), ("inspect", ["eval", "created"])] {
      let problem = #expect(throws: Diagnostic.self) { try measured(name, path, written) }
      #expect(problem?.code == "evaluation/import-refused", "\(name)")
      #expect(problem?.message.contains("cannot be read") == true, "\(name)")
    }
  }

  @Test(arguments: [-1, 4e9, 1_727_000_000_500, 1e300])
  func `refuses seconds before 1970 and in milliseconds`(seconds: Double) {
    let problem = #expect(throws: Diagnostic.self) { try measured("lm-eval", ["date"], seconds) }
    #expect(problem?.code == "evaluation/import-refused")
  }
}
