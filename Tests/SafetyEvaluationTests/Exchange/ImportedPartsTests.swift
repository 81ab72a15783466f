import Diagnostics
import SafetyEvaluation
import Testing

/// Results of part of a set, figures that are no number, and figures that share a name.
struct ImportedPartsTests {
  private func read(
    _ bytes: [UInt8],
    _ options: ImportedResults.Options = .init()
  ) throws -> ImportedResults {
    try ImportedResults(
      parsing: bytes,
      file: "results.json",
      run: "r1",
      now: HarnessFixture.now,
      options: options
    )
  }

  private func replaced(_ name: String, _ old: String, by new: String) throws -> [UInt8] {
    let text = String(decoding: try HarnessFixture.bytes(name), as: UTF8.self)
    try #require(text.contains(old))
    return Array(text.replacing(old, with: new).utf8)
  }

  @Test func `takes lm-eval's samples of a set only when told, as it does a limit`() throws {
    let bytes = try HarnessFixture.changed("lm-eval", ["n-samples", "kettles", "effective"], to: 5)
    let problem = #expect(throws: Diagnostic.self) { try read(bytes) }
    #expect(problem?.code == "evaluation/import-refused")
    #expect(problem?.message.contains("5 of 12") == true)
    #expect(problem?.hint?.contains("--allow-limited") == true)
    let results = try read(bytes, .init(allowsLimit: true))
    #expect(results.accepted == ["limited"])
    #expect(results.metrics.allSatisfy { $0.subject.limit == 5 && $0.count == 5 })
  }

  @Test func `refuses more items than the set has`() throws {
    let path = ["n-samples", "kettles", "effective"]
    let bytes = try HarnessFixture.changed("lm-eval", path, to: 13)
    let problem = #expect(throws: Diagnostic.self) { try read(bytes) }
    #expect(problem?.code == "evaluation/import" && problem?.message.contains("effective") == true)
  }

  @Test func `takes a limit that is no lower than the set for none`() throws {
    for (name, path) in [
      ("lm-eval", ["config", "limit"]), ("inspect", ["eval", "config", "limit"]),
    ] {
      let results = try read(HarnessFixture.changed(name, path, to: 12))
      #expect(results.accepted == [] && results.metrics.allSatisfy { $0.subject.limit == nil })
    }
  }

  @Test(arguments: ["NaN", "Infinity", "-Infinity"])
  func `leaves out figures that are no number, and names them`(word: String) throws {
    let results = try read(
      replaced("lm-eval", "\"acc,none\": 0.5833333333333334", by: "\"acc,none\": \(word)")
    )
    #expect(results.metrics.map(\.metric) == ["acc_norm"])
    #expect(results.undefined == ["kettles acc"])
    let event = results.event(run: "r1", fileSHA256: SampleEvaluation.digest)
    #expect(event.undefined == ["kettles acc"] && event.figures == 1)
    let log = try replaced("inspect", "\"value\": 0.6666666666666666", by: "\"value\": \(word)")
    #expect(throws: Diagnostic.self) { try read(log) }
  }

  /// Zero is the error of items that all came out alike, of which a few are no certainty.
  @Test(arguments: ["NaN", "Infinity", "-0.1", "0.0"])
  func `takes an error that says nothing for none`(word: String) throws {
    let results = try read(
      replaced(
        "lm-eval",
        "\"acc_stderr,none\": 0.1486470975026408",
        by: "\"acc_stderr,none\": \(word)"
      )
    )
    let metric = try #require(results.metrics.first { $0.metric == "acc" })
    #expect(metric.interval == nil && results.undefined == [])
  }

  @Test func `tells Inspect's scores apart by how epochs were reduced`() throws {
    let scores = ["mean", "max"].map { score(reducer: $0) }
    let bytes = try HarnessFixture.changed("inspect", ["results", "scores"], to: scores)
    #expect(
      try read(bytes).metrics.map(\.metric) == ["match/mean/accuracy", "match/max/accuracy"]
    )
  }

  @Test func `refuses two values of one figure`() throws {
    let twins = try HarnessFixture.changed(
      "inspect",
      ["results", "scores"],
      to: [score(reducer: nil), score(reducer: nil)]
    )
    let problem = #expect(throws: Diagnostic.self) { try read(twins) }
    #expect(problem?.code == "evaluation/import-refused")
    #expect(problem?.message.contains("`match/accuracy` of `kettles`") == true)
    var tasks = try HarnessFixture.changed("lm-eval", ["results", "spoons"], to: ["acc,none": 0.5])
    tasks = try HarnessFixture.changed(
      tasks,
      ["n-samples", "spoons"],
      to: ["original": 12, "effective": 12]
    )
    #expect(try read(tasks).metrics.count == 3)
    let named = #expect(throws: Diagnostic.self) {
      try read(tasks, .init(names: ["spoons": "kettles"]))
    }
    #expect(named?.code == "evaluation/import-refused")
  }

  @Test(arguments: ["lm-eval", "inspect"])
  func `refuses a name for a task that is not there`(harness: String) throws {
    let bytes = try HarnessFixture.bytes(harness)
    let problem = #expect(throws: Diagnostic.self) {
      try read(bytes, .init(names: ["kettle": "tea-set"]))
    }
    #expect(problem?.code == "evaluation/import" && problem?.message.contains("`kettle`") == true)
    #expect(problem?.hint == "it has `kettles`")
  }

  private func score(reducer: String?) -> [String: Any] {
    var score: [String: Any] = [
      "name": "match", "scorer": "match", "scored_samples": 12, "unscored_samples": 0,
      "metrics": ["accuracy": ["name": "accuracy", "value": 0.5] as [String: Any]],
    ]
    score["reducer"] = reducer
    return score
  }

  @Test func `says what to import in place of samples`() {
    let lines = Array("{\"doc_id\":0}\n{\"doc_id\":1}\n".utf8)
    let samples = #expect(throws: Diagnostic.self) { try read(lines) }
    #expect(samples?.code == "evaluation/import")
    #expect(samples?.hint?.contains("results_….json") == true)
  }
}
