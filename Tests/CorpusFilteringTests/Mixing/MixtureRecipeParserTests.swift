import CorpusFiltering
import Diagnostics
import Testing

struct MixtureRecipeParserTests {
  private func parse(_ text: String) throws -> MixtureRecipe {
    var parser = MixtureRecipeParser(file: "r.yaml")
    return try parser.parse(text)
  }

  private func problems(_ text: String) -> [Diagnostic] {
    do {
      _ = try parse(text)
      return []
    } catch {
      return (error as? Diagnostics)?.items ?? []
    }
  }

  @Test func `reads a whole recipe`() throws {
    let recipe = try parse(
      """
      version: 1
      name: stage-2
      seed: 7
      unit: bytes
      total: 1000000
      max_epochs: 2.5
      on_shortage: scale
      shards: 4
      compression: zstd
      holdout: {share: 0.01, seed: 3}
      sources:
        web: {paths: [a, b], include: ["*.jsonl"], weight: 0.7, text_field: data.text}
        books: {paths: [c.csv], repeat: 2, format: csv}
        wiki: {paths: [d], take: 500}
      """
    )
    #expect(recipe.name == "stage-2" && recipe.seed == 7 && recipe.unit == .bytes)
    #expect(recipe.total == 1_000_000 && recipe.maximumPasses == 2_500_000)
    #expect(recipe.shortage == .scale && recipe.shards == 4 && recipe.compression == .zstd)
    #expect(recipe.holdout == .init(share: 0.01, seed: 3))
    #expect(recipe.sources.map(\.name) == ["web", "books", "wiki"])
    #expect(recipe.sources.map(\.amount) == [.weight(700_000), .passes(2_000_000), .take(500)])
    #expect(recipe.sources[0].options.textField == "data.text")
    #expect(recipe.sources[1].format == .csv)
  }

  @Test func `says where every mistake stands`() {
    let found = problems(
      """
      version: 1
      unit: tokens
      sede: 4
      sources:
        web: {paths: [a], weight: 1, take: 2}
        Books: {paths: [b], weight: 0.0000001}
        wiki: {paths: [c]}
        notes: {paths: [], repeat: 2}
      """
    )
    let places = found.map {
      "\($0.code.rawValue) \($0.place?.line ?? 0):\($0.place?.column ?? 0)"
    }
    #expect(
      places == [
        "recipe/unknown-key 3:1", "recipe/two-amounts 5:38", "recipe/bad-name 6:3",
        "recipe/out-of-range 6:31", "recipe/no-amount 7:3", "recipe/no-paths 8:18",
        "recipe/too-many-epochs 8:30", "recipe/no-tokenizer 2:7",
      ]
    )
    #expect(found.first?.hint == "did you mean `seed`?")
  }

  @Test(arguments: [("0.000001", 1), ("123456.123456", 123_456_123_456)])
  func `reads six decimals exactly and no more`(written: String, millionths: Int) throws {
    func text(_ weight: String) -> String {
      "version: 1\nsources: {web: {paths: [a], weight: \(weight)}}\n"
    }
    #expect(try parse(text(written)).sources.map(\.amount) == [.weight(millionths)])
    #expect(problems(text(written + "7")).map(\.code.rawValue) == ["recipe/out-of-range"])
  }

  @Test func `names bounds as they may be written`() {
    let found = problems("version: 1\nsources: {web: {paths: [a], weight: 1e-06}}\n")
    #expect(found.map(\.message) == ["`weight` must be a number from 0.000001 to 1000000.0"])
  }

  @Test func `refuses what decides nothing`() {
    let sources = "sources: {web: {paths: [a], repeat: 1}}\n"
    for (line, code) in [
      ("total: 5", "recipe/idle-key"), ("temperature: 2", "recipe/idle-key"),
      ("tokenizer: t", "recipe/idle-key"), ("holdout: {}", "recipe/missing-key"),
      ("version: 2", "recipe/version"),
    ] {
      let version = line.hasPrefix("version") ? "" : "version: 1\n"
      #expect(problems(version + line + "\n" + sources).map(\.code.rawValue) == [code], "\(line)")
    }
    let both = "version: 1\ntemperature: 2\nsources: {web: {paths: [a], weight: 1}}\n"
    #expect(problems(both).map(\.code.rawValue).contains("recipe/two-amounts"))
    #expect(problems("version: 1\n").map(\.code.rawValue) == ["recipe/no-sources"])
    #expect(problems("version: 1\n" + sources).isEmpty)
  }
}
