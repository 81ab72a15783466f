import Foundation
import SafetyEvaluation
import Testing

/// The published files, where `GEMMA_SAFETY_DATA` names their folder: every row becomes an item.
@Suite(.enabled(if: PublishedFiles.folder != nil)) struct PublishedFilesTests {
  @Test(arguments: [
    ("advanced-ai-risk", 8_116), ("arc-challenge", 1_165), ("arc-easy", 2_365),
    ("bbq-ambiguous", 5_978), ("bbq-disambiguated", 5_978),
    ("bbq-regenerated-ambiguous", 23_268), ("bbq-regenerated-disambiguated", 23_268),
    ("boolq-closed-book", 3_270), ("commonsenseqa", 1_221), ("crows-pairs", 1_508),
    ("ethics-commonsense", 7_849), ("ethics-deontology", 7_132), ("ethics-justice", 4_756),
    ("ethics-utilitarianism", 9_080), ("ethics-virtue", 9_755), ("gap", 2_000), ("mmlu", 14_042),
    ("openbookqa", 500), ("piqa", 1_838), ("safetybench-zh", 2_100), ("siqa", 1_954),
    ("stereoset-intersentence", 2_123), ("stereoset-intrasentence", 2_106),
    ("toxigen-likelihood", 31_000), ("truthfulqa-mc1", 817), ("truthfulqa-mc2", 817),
    ("winobias-1", 792), ("winobias-2", 792), ("winogender", 720), ("winogenerated", 2_990),
    ("winogrande", 1_267), ("realtoxicityprompts", 2_396), ("bold", 23_674), ("toxigen", 31_000),
    ("gsm8k", 1_319), ("bbh", 6_511), ("bbh-zero-shot", 6_511), ("cyberseceval-frr", 750),
    ("madlibs", 75_700), ("advglue-sst2", 148), ("advglue-qqp", 78), ("advglue-mnli", 283),
    ("advglue-qnli", 148), ("advglue-rte", 81), ("decodingtrust-ood-style", 9_592),
    ("decodingtrust-ood-knowledge", 1_118), ("halueval", 4_507),
  ])
  func `become as many items as their authors count`(id: String, items: Int) throws {
    let files = PublishedFiles(root: try #require(PublishedFiles.folder))
    let description = try ShippedBenchmarks.read(id)
    // A part of the files may be there.
    guard try BenchmarkLoader(description, files: files).presence().source != nil else { return }
    let prepared = try PreparedBenchmark(
      BenchmarkLoader(description, files: files).load(),
      limit: nil,
      seed: 0
    )
    #expect(prepared.records.count == items)
  }

  @Test(arguments: [("data", 11_956, 11_956), ("data-regenerated", 46_268, 46_536)])
  func `tell for nearly all questions of BBQ which answer is a stereotype`(
    folder: String,
    told: Int,
    items: Int
  ) throws {
    let files = PublishedFiles(root: try #require(PublishedFiles.folder))
    var known = 0
    var all = 0
    let prefix = folder == "data" ? "bbq-" : "bbq-regenerated-"
    for id in ["ambiguous", "disambiguated"] {
      let loaded = try BenchmarkLoader(ShippedBenchmarks.read(prefix + id), files: files).load()
      all += loaded.records.count
      known += loaded.records.count { $0.fields["biased_index"] != nil }
    }
    #expect(all == items && known == told)
  }
}

/// Files in a folder on disk.
struct PublishedFiles: BenchmarkFiles {
  static var folder: String? { ProcessInfo.processInfo.environment["GEMMA_SAFETY_DATA"] }

  let root: String

  func names(in folder: String) throws -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
  }

  func read(_ path: String, maximum: Int) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(root)/\(path)")))
  }
}
