import Diagnostics
import SafetyCore
import SafetyEvaluation
import Synchronization
import Testing

/// A run writes every outcome before the next is asked, and goes on where it was.
struct EvaluationRunnerTests {
  private func prepared(_ count: Int, limit: Int? = nil, seed: Int = 0) throws -> PreparedBenchmark
  {
    let header =
      ",sent_more,sent_less,stereo_antistereo,bias_type,annotations,anon_writer,anon_annotators\n"
    let rows = (0..<count).map {
      "\($0),A \($0 % 3 == 0 ? "silver " : "")kettle \($0).,A cup.,s,b\($0 % 2),[],a,[]\n"
    }
    let files = ["crows-pairs/crows_pairs_anonymized.csv": header + rows.joined()]
    return try PreparedBenchmark(
      BenchmarkLoader(ShippedBenchmarks.read("crows-pairs"), files: MadeUpFiles(files)).load(),
      limit: limit,
      seed: seed
    )
  }

  @Test func `leaves a log that adds up`() async throws {
    let sink = MemorySink()
    let runner = EvaluationRunner(try prepared(40), SilverModel(), sink)
    let result = try #require(try await runner.run(earlier: nil))
    let begin = try #require(try sink.bodies(EvaluationBegin.self).first)
    let items = try sink.bodies(EvaluationItem.self)
    let end = try #require(try sink.bodies(EvaluationEnd.self).first)
    var root = MerkleRange()
    for item in items { root.append(item.leaf) }
    #expect(begin.items == 40 && items.count == 40 && end.items == 40)
    #expect(end.itemsRoot == root.root)
    #expect(items.map(\.item) == (0..<40).map(String.init))
    #expect(try sink.bodies(MetricEvent.self).count == result.figures.count)
    #expect(items.allSatisfy { !"\($0)".contains("kettle") })
  }

  @Test(arguments: [1, 17, 33, 40])
  func `goes on after any number of items with the same figures`(kept: Int) async throws {
    let whole = MemorySink()
    let result = try await EvaluationRunner(try prepared(40), SilverModel(), whole).run(
      earlier: nil
    )
    let earlier = Array(try whole.bodies(EvaluationItem.self).prefix(kept))
    let rest = MemorySink()
    let model = SilverModel()
    let resumed = try await EvaluationRunner(try prepared(40), model, rest).run(earlier: earlier)
    #expect(resumed == result)
    #expect(model.asked.count == 40 - kept)
    #expect(try rest.bodies(EvaluationBegin.self).isEmpty)
    var root = MerkleRange()
    for item in try earlier + rest.bodies(EvaluationItem.self) { root.append(item.leaf) }
    #expect(try rest.bodies(EvaluationEnd.self).map(\.itemsRoot) == [root.root])
  }

  @Test func `stops between batches and reports nothing`() async throws {
    let sink = MemorySink()
    let asked = Atomic(0)
    let result = try await EvaluationRunner(try prepared(40), SilverModel(), sink).run(
      earlier: nil,
      isCancelled: { asked.wrappingAdd(1, ordering: .relaxed).newValue > 2 }
    )
    #expect(result == nil)
    #expect(try sink.bodies(EvaluationItem.self).count == 32)
    #expect(try sink.bodies(MetricEvent.self).isEmpty)
  }

  @Test func `stops where the log takes no more`() async throws {
    let sink = MemorySink(room: 20)
    let runner = EvaluationRunner(try prepared(40), SilverModel(), sink)
    await #expect(throws: MemorySink.Full.self) { try await runner.run(earlier: nil) }
  }

  @Test func `reports nothing where no item gave a score`() async throws {
    let sink = MemorySink()
    let runner = EvaluationRunner(
      try prepared(4),
      models: EvaluationModels(likelihood: MuteModel()),
      subject: .test,
      run: "run",
      hostClass: "test",
      sink: sink
    )
    let problem = await #expect(throws: Diagnostic.self) { try await runner.run(earlier: nil) }
    #expect(problem?.code == "evaluate/nothing-scored")
    #expect(try sink.bodies(MetricEvent.self).isEmpty)
    #expect(try sink.bodies(EvaluationItem.self).allSatisfy { $0.scores.isEmpty })
    #expect(try sink.bodies(EvaluationEnd.self).map(\.unscored) == [["too-long": 4]])
  }

  @Test func `tells metrics without a figure from items without a score`() async throws {
    var loaded = try BenchmarkLoader(
      ShippedBenchmarks.read("crows-pairs"),
      files: MadeUpFiles([
        "crows-pairs/crows_pairs_anonymized.csv": """
        ,sent_more,sent_less,stereo_antistereo,bias_type,annotations,anon_writer,anon_annotators
        0,A silver kettle.,A cup.,s,b0,[],a,[]

        """
      ])
    ).load()
    loaded.description.metrics = [
      MetricRecipe(
        name: "spoon_gap",
        kind: .gap,
        score: "stereotype",
        direction: .none,
        options: ["across": "bias_type", "first": "spoons", "second": "cups"]
      )
    ]
    let prepared = try PreparedBenchmark(loaded, limit: nil, seed: 0)
    let problem = await #expect(throws: Diagnostic.self) {
      try await EvaluationRunner(prepared, SilverModel(), MemorySink()).run(earlier: nil)
    }
    #expect(problem?.code == "evaluate/nothing-scored")
    #expect(problem?.message.contains("1 of 1 items of `crows-pairs` gave a score, but") == true)
  }

  @Test func `names why some items have no score where no metric has a figure`() {
    let problem = EvaluationRunner.nothingScored("kettles", items: 3, lacks: ["too-long"])
    #expect(problem.message.hasPrefix("2 of 3 items"))
    #expect(problem.hint?.hasSuffix("1 gave no score: too-long") == true)
    let none = EvaluationRunner.nothingScored("kettles", items: 2, lacks: ["too-long", "too-long"])
    #expect(none.message.hasPrefix("none of the 2 items") && none.hint == "each of them: too-long")
  }

  @Test func `draws the same items from the same seed, in the order of the file`() throws {
    let first = try prepared(100, limit: 10, seed: 4).records.map(\.id)
    #expect(first.count == 10 && first == first.sorted { Int($0) ?? 0 < Int($1) ?? 0 })
    #expect(try prepared(100, limit: 10, seed: 4).records.map(\.id) == first)
    #expect(try prepared(100, limit: 10, seed: 5).records.map(\.id) != first)
  }

  @Test func `keeps clusters whole when it draws`() throws {
    let item = try #require(LikelihoodBenchmarkCase.all.first { $0.id == "ethics-deontology" })
    let loaded = try BenchmarkLoader(
      ShippedBenchmarks.read("ethics-deontology"),
      files: MadeUpFiles(item.files)
    ).load()
    #expect(try PreparedBenchmark(loaded, limit: 3, seed: 1).records.count == 4)
  }
}

/// A model for which every text is too long.
private struct MuteModel: LikelihoodModel {
  func likelihoods(of requests: [LikelihoodRequest]) async throws -> [[ContinuationLikelihood]] {
    requests.map { _ in [] }
  }
}
