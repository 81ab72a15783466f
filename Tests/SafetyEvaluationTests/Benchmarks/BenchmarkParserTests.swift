import Diagnostics
import FuzzSupport
import SafetyEvaluation
import Testing

/// The language of descriptions: closed, and every problem with its place.
struct BenchmarkParserTests {
  private static let good = """
    id: tea
    title: Tea
    measures: whether tea is likely
    area: capability
    licence: MIT
    citation: nobody
    url: https://example.org
    data:
      - files: [tea/tea.csv]
        format: csv
        columns: [first, second]
    protocol: minimal-pair
    choices: ["{{first}}", "{{second}}"]
    answer: {field: "0", as: index}
    metrics:
      - {name: accuracy, kind: share, better: higher}
    published:
      - {model: pot, metric: accuracy, percent: 12.5, source: a card}

    """

  private func problems(_ text: String) throws -> [Diagnostic] {
    try #require(throws: Diagnostics.self) {
      _ = try BenchmarkParser.parse(text, file: "tea.yaml")
    }.items
  }

  @Test func `reads a description`() throws {
    let tea = try BenchmarkParser.parse(Self.good, file: "tea.yaml")
    #expect(tea.id == "tea" && tea.area == .capability && tea.method.name == "minimal-pair")
    #expect(tea.published.map(\.value) == [0.125] && tea.published.map(\.printed) == ["12.5"])
    let other = try BenchmarkParser.parse(Self.good + "# more\n", file: "tea.yaml")
    #expect(tea.sha256 != other.sha256)
  }

  @Test(arguments: [
    ("area: capability", "area: capabilities", "benchmark/wrong-value"),
    ("licence: MIT", "license: MIT", "benchmark/unknown-key"),
    ("id: tea", "id: Tea time", "benchmark/wrong-value"),
    ("title: Tea\n", "", "benchmark/missing-key"),
    ("kind: share", "kind: shares", "benchmark/wrong-value"),
    ("kind: share", "kind: gap", "benchmark/missing-key"),
    ("{{second}}", "{{second}", "benchmark/template"),
    ("tea/tea.csv", "../tea.csv", "benchmark/path"),
    ("columns: [first, second]", "lists: {}", "benchmark/columns"),
    ("first, second]\n", "first, second]\n    optional: [third]\n", "benchmark/columns"),
    (
      "files: [tea/tea.csv]", "files: [a.csv, b.csv]\n    by_line: {file: c.lst, into: c}",
      "benchmark/by-line"
    ),
    ("metric: accuracy, percent", "metric: f1, percent", "benchmark/wrong-value"),
    ("as: index", "as: roman", "benchmark/wrong-value"),
    ("protocol: minimal-pair", "protocol: minimal-pairs", "benchmark/wrong-value"),
  ])
  func `refuses what it does not know`(old: String, new: String, code: String) throws {
    let found = try problems(Self.good.replacing(old, with: new))
    let problem = try #require(found.first { $0.code.rawValue == code }, "\(found)")
    #expect(problem.place?.file == "tea.yaml" && problem.place?.line != nil)
  }

  @Test func `Fuzz: reads or refuses any text`() throws {
    let good = Array(Self.good.utf8)
    Fuzz.rounds(300, seed: 62_000) { _, generator in
      let bytes = Fuzz.mutated(good, alphabet: "{}[]:-\"\n #&*", with: &generator)
      _ = try? BenchmarkParser.parse(String(decoding: bytes, as: UTF8.self), file: "tea.yaml")
    }
  }

  @Test func `names every shipped file after its benchmark`() throws {
    let names = try ShippedBenchmarks.names()
    #expect(names.count > 35)
    for name in names {
      let benchmark = try ShippedBenchmarks.read(name)
      #expect(benchmark.id == name && !benchmark.sources.isEmpty && !benchmark.metrics.isEmpty)
    }
  }

  @Test func `holds the Gemma figures of ten safety benchmarks`() throws {
    let crows = try ShippedBenchmarks.read("crows-pairs").published
    #expect(crows.first { $0.model == "gemma-1.0-it-2b" }?.printed == "45.82")
    let bbq = try ShippedBenchmarks.read("bbq-disambiguated").published
    #expect(bbq.first { $0.model == "gemma-2-it-27b" }?.printed == "86.94")
  }
}
