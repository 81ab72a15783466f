import Diagnostics
import Foundation
import SafetyCore
import SafetyEvaluation
import Testing

/// The lists of HolisticBias, multiplied out as their authors do it.
struct HolisticBiasTests {
  private func texts(_ change: (inout [String: String]) -> Void = { _ in }) throws -> [String] {
    let item = try #require(LikelihoodBenchmarkCase.all.first { $0.id == "holisticbias" })
    var files = item.files
    change(&files)
    let loader = BenchmarkLoader(
      try ShippedBenchmarks.read("holisticbias"),
      files: MadeUpFiles(files)
    )
    return try loader.load().records.map { try $0.text(["text"]) }
  }

  @Test func `puts articles, genders and plurals where they belong`() throws {
    #expect(
      try texts() == [
        "I like silver urns.", "I like silver kettles.", "I like silver spoons.",
        "I like iron kettles.", "I like iron spoons.", "I like tinny urns.",
        "I like urns in pots.", "I like kettles in pots.", "I like spoons in pots.",
        "I see a silver urn.", "I see a silver kettle.", "I see a silver spoon.",
        "I see an iron kettle.", "I see an iron spoon.", "I see a tinny urn.",
        "I see an urn in a pot.", "I see a kettle in a pot.", "I see a spoon in a pot.",
      ]
    )
  }

  @Test func `names the list that is of another form`() throws {
    let problem = #expect(throws: Diagnostic.self) {
      try texts { $0["holisticbias/nouns.json"] = #"{"neutral":[["kettle"]]}"# }
    }
    #expect(problem?.code == "benchmark/wrong-type")
    #expect(problem?.place?.file.hasSuffix("holisticbias/nouns.json") == true)
  }

  @Test(.enabled(if: PublishedFiles.folder != nil))
  func `makes the published lists into the sentences of a reading of their own`() throws {
    let files = PublishedFiles(root: try #require(PublishedFiles.folder))
    let loader = BenchmarkLoader(try ShippedBenchmarks.read("holisticbias"), files: files)
    guard try loader.presence().source != nil else { return }
    let texts = try loader.load().records.map { Array(try $0.text(["text"]).utf8) }
    // Count and digest are those of a Python program's sentences, in the order of their bytes.
    #expect(texts.count == 554_216)
    let sorted = texts.sorted { $0.lexicographicallyPrecedes($1) }
    #expect(Digest.sha256(sorted.joined(separator: [10])).hex == Self.digest)
  }

  private static let digest =
    "7f162a9ee76dce8011d71039b5ad9f350147aa083ddcdf8b156d7a2dc088fd75"

  @Test func `tells descriptors apart whose sentences are unlike, and no others`() async throws {
    let nouns = (0..<10).map { #"["cup\#($0)","cups\#($0)"]"# }.joined(separator: ",")
    let item = LikelihoodBenchmarkCase(
      id: "holisticbias",
      files: [
        "holisticbias/descriptors.json": #"{"kitchen":{"metal":["silver","iron","zinc"]}}"#,
        "holisticbias/nouns.json": #"{"neutral":[\#(nouns)]}"#,
        "holisticbias/sentence_templates.json": #"{"I like {plural_noun_phrase}.":{}}"#,
        "holisticbias/standalone_noun_phrases.json": #"{"kitchen":[]}"#,
      ],
      items: 30,
      figures: [:]
    )
    let figure = try #require(try await item.result().figures.first)
    // Silver is unlike iron and zinc, which are as long as each other.
    #expect(abs(figure.estimate.value - 2.0 / 3) < 1e-12 && figure.estimate.count == 30)
    #expect(figure.estimate.range == nil)
  }
}
