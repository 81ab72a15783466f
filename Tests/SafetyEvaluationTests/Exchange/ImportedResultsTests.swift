import Diagnostics
import Foundation
import FuzzSupport
import SafetyCore
import SafetyEvaluation
import Testing

/// Files that lm-eval and Inspect wrote about twelve invented questions.
struct ImportedResultsTests {
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

  private func refusal(
    _ name: String,
    _ path: [String],
    to value: Any?,
    _ options: ImportedResults.Options = .init()
  ) throws -> Diagnostic? {
    let bytes = try HarnessFixture.changed(name, path, to: value)
    return #expect(throws: Diagnostic.self, "\(path)") { try read(bytes, options) }
  }

  @Test func `reads what lm-eval wrote`() throws {
    let results = try read(HarnessFixture.bytes("lm-eval"))
    #expect(results.format == .lmEval && results.harness == "lm-eval 0.4.13")
    #expect(results.accepted == [])
    #expect(Set(results.metrics.map(\.metric)) == ["acc", "acc_norm"])
    for metric in results.metrics {
      #expect(metric.benchmark == "kettles" && metric.count == 12 && metric.direction == .higher)
      #expect(metric.subject.limit == nil && metric.interval?.method == "normal")
      let value = try #require(Double(metric.value))
      let low = try #require(metric.interval.flatMap { Double($0.low) })
      let high = try #require(metric.interval.flatMap { Double($0.high) })
      #expect(abs((low + high) / 2 - value) < 1e-12)
      // The error of a share of twelve, as lm-eval computes it.
      let error = (value * (1 - value) / 11).squareRoot()
      #expect(abs((high - low) / 2 - 1.959963984540054 * error) < 1e-9)
    }
  }

  @Test func `reads what Inspect wrote`() throws {
    let results = try read(HarnessFixture.bytes("inspect"))
    #expect(results.format == .inspect && results.harness.hasPrefix("inspect_ai 0.3."))
    let metric = try #require(results.metrics.first { $0.metric == "accuracy" })
    #expect(metric.benchmark == "kettles" && metric.count == 12 && metric.direction == .higher)
    #expect(metric.subject.model == "mockllm/model")
    #expect(metric.interval != nil)
  }

  @Test func `takes a limited run only when told, and records the limit`() throws {
    for name in ["lm-eval-limited", "inspect-limited"] {
      let bytes = try HarnessFixture.bytes(name)
      let problem = #expect(throws: Diagnostic.self) { try read(bytes) }
      #expect(problem?.code == "evaluation/import-refused")
      #expect(problem?.hint?.contains("--allow-limited") == true)
      let results = try read(bytes, .init(allowsLimit: true))
      #expect(results.accepted == ["limited"])
      #expect(results.metrics.allSatisfy { $0.subject.limit != nil && $0.count == 5 })
    }
  }

  @Test func `refuses results of lm-eval that are no evidence`() throws {
    let cases: [([String], Any?)] = [
      (["n-samples", "kettles", "effective"], 11), (["n-samples"], nil),
      (["n-samples", "kettles"], nil), (["lm_eval_version"], nil),
      (["n-samples", "kettles", "original"], 0),
    ]
    for (path, value) in cases {
      var bytes = try HarnessFixture.changed("lm-eval", path, to: value)
      if path.last == "original" {
        bytes = try HarnessFixture.changed(
          "lm-eval",
          ["n-samples", "kettles"],
          to: ["original": 0, "effective": 0]
        )
      }
      let problem = #expect(throws: Diagnostic.self, "\(path)") { try read(bytes) }
      #expect(problem?.code == "evaluation/import-refused", "\(path)")
    }
  }

  @Test func `refuses logs of Inspect that are no evidence`() throws {
    let cases: [([String], Any?)] = [
      (["status"], "error"), (["status"], "cancelled"), (["status"], "started"),
      (["invalidated"], true), (["eval", "revision"], ["dirty": true]), (["version"], 1),
      (["results", "completed_samples"], 11), (["results", "scores", "0", "unscored_samples"], 1),
      (["eval", "packages"], nil), (["eval", "config", "limit"], 6),
    ]
    for (path, value) in cases {
      let problem = try refusal("inspect", path, to: value)
      #expect(problem?.code == "evaluation/import-refused", "\(path)")
    }
    let clean = try HarnessFixture.changed("inspect", ["eval", "revision"], to: ["dirty": false])
    #expect(try read(clean).metrics.isEmpty == false)
    #expect(try refusal("inspect", ["results"], to: nil)?.code == "evaluation/import")
  }

  @Test func `sums a group's items and adds up its tasks`() throws {
    var bytes = try HarnessFixture.changed("lm-eval", ["group_subtasks"], to: ["all": ["kettles"]])
    bytes = try HarnessFixture.changed(
      bytes,
      ["results", "all"],
      to: ["acc,none": 0.25, "acc_stderr,none": "N/A"] as [String: Any]
    )
    let metric = try #require(try read(bytes).metrics.first { $0.benchmark == "all" })
    #expect(metric.count == 12 && metric.interval == nil && metric.value == "0.25")
  }

  @Test func `keeps a filter in the metric's name and takes names of ours`() throws {
    let bytes = try HarnessFixture.changed(
      "lm-eval",
      ["results", "kettles"],
      to: ["exact_match,strict-match": 0.5, "exact_match_stderr,strict-match": 0.1]
    )
    let results = try read(bytes, .init(names: ["kettles": "tea-set"]))
    #expect(results.metrics.map(\.metric) == ["exact_match,strict-match"])
    #expect(results.metrics[0].benchmark == "tea-set" && results.metrics[0].interval != nil)
  }

  @Test func `tells data and protocol apart by digest`() throws {
    let first = try read(HarnessFixture.bytes("lm-eval")).metrics[0].subject
    let hash = String(repeating: "ab", count: 32)
    let other = try read(HarnessFixture.changed("lm-eval", ["task_hashes", "kettles"], to: hash))
    #expect(other.metrics[0].subject.dataSHA256.hex == hash)
    #expect(other.metrics[0].subject.dataSHA256 != first.dataSHA256)
    #expect(other.metrics[0].subject.protocolSHA256 == first.protocolSHA256)
    let shots = try read(HarnessFixture.changed("lm-eval", ["n-shot", "kettles"], to: 3))
    #expect(shots.metrics[0].subject.protocolSHA256 != first.protocolSHA256)
    #expect(shots.metrics[0].subject.dataSHA256 == first.dataSHA256)
  }

  @Test func `names what it cannot read`() {
    for (text, code) in [
      ("{}", "evaluation/import"), ("[1]", "evaluation/import"),
      ("{\"results\":{},\"config\":{}}", "evaluation/import"), ("{", "json/unexpected-byte"),
    ] {
      let problem = #expect(throws: Diagnostic.self) { try read(Array(text.utf8)) }
      #expect(problem?.code.rawValue == code, "\(text)")
    }
  }

  @Test func `gives lm-eval's own figures back after an export`() throws {
    let bytes = try HarnessFixture.changed("lm-eval", ["date"], to: 1_727_000_000.5)
    let results = try read(bytes)
    var reader = EvaluationRecordReader(log: "log")
    for (seq, metric) in results.metrics.enumerated() {
      try reader.add(
        kind: MetricEvent.kind,
        body: SampleEvaluation.body(metric.record),
        time: "t",
        seq: seq
      )
    }
    let exported = LMEvalExport(records: reader.all, toolVersion: "0.1.0").json
    let again = try read(exported)
    #expect(again.metrics.count == results.metrics.count)
    for (metric, before) in zip(again.metrics, results.metrics) {
      #expect(metric.benchmark == before.benchmark && metric.metric == before.metric)
      #expect(metric.value == before.value && metric.count == before.count)
      #expect(metric.direction == before.direction && metric.subject.model == before.subject.model)
      #expect(metric.interval == before.interval && metric.measured == before.measured)
      #expect(metric.subject.dataSHA256 == before.subject.dataSHA256)
    }
  }

  @Test func `exports a run of ours with its slices and its limit`() throws {
    let record = try SampleEvaluation.record(
      run: "r1",
      scores: ["1", "0", "1", "1"],
      subject: SampleEvaluation.subject(limit: 4)
    )
    let exported = LMEvalExport(records: [record], toolVersion: "0.1.0").json
    let refusal = #expect(throws: Diagnostic.self) { try read(exported) }
    #expect(refusal?.message.hasSuffix(" of an unknown number of items") ?? false)
    let again = try read(exported, .init(allowsLimit: true))
    let values = Dictionary(
      uniqueKeysWithValues: again.metrics.map { ($0.benchmark, "\($0.value) of \($0.count)") }
    )
    #expect(
      values == [
        "kettles": "0.75 of 4", "kettles_colour_silver": "1 of 2",
        "kettles_colour_copper": "0.5 of 2",
      ]
    )
  }

  @Test func `exports how many items there are, not how many clusters a figure counts`() throws {
    var record = try SampleEvaluation.record(run: "r1", scores: ["1", "0", "1", "1"])
    for place in record.metrics.indices { record.metrics[place].count = 1 }
    record.items[3].scores = [:]
    let exported = LMEvalExport(records: [record], toolVersion: "0.1.0").json
    let content = try #require(
      JSONSerialization.jsonObject(with: Data(exported)) as? [String: Any]
    )
    let samples = try #require(content["n-samples"] as? [String: [String: Int]])
    #expect(
      samples == [
        "kettles": ["original": 4, "effective": 3],
        "kettles_colour_silver": ["original": 2, "effective": 2],
        "kettles_colour_copper": ["original": 2, "effective": 1],
      ]
    )
  }

  @Test func `reads or refuses mutated files, never more figures than there were`() throws {
    for name in ["lm-eval", "inspect"] {
      let bytes = try HarnessFixture.bytes(name)
      Fuzz.rounds(300, seed: 88_006) { _, generator in
        let mutant = Fuzz.mutated(bytes, alphabet: "{}[]\":,0.eE-ntf", with: &generator)
        do {
          let results = try read(mutant, .init(allowsLimit: true))
          #expect(results.metrics.allSatisfy { $0.count > 0 && Double($0.value)?.isFinite == true })
        } catch {
          #expect(error is Diagnostic)
        }
      }
    }
  }
}
