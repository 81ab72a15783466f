import FuzzSupport
import ModelCards
import SafetyCore
import Testing

@Suite struct CardDifferenceTests {
  private let old = """
    ---
    license: gemma
    tags:
    - safety
    ---
    # Gemma 2 model card
    ## Ethics and Safety
    ### Evaluation Results
    | Benchmark | Metric | 2B |
    | --- | --- | --- |
    | RealToxicity | average | 8.16 |
    | [BBQ Ambig][bbq] | 1-shot | 83.20 (82.77 to 83.62) <sup>e4</sup> |
    | Toxigen | | 48.32 (47.1 to 49.5) |
    | --- | --- | --- |
    ## Dangerous Capability Evaluations
    | Evaluation | Result |
    |---|---|
    | InterCode-CTF | 34/76 |
    """
  private let new = """
    ---
    license: apache-2.0
    tags:
    - safety
    pipeline_tag: image-text-to-text
    ---
    # Gemma 3 model card
    ## Ethics and Safety
    ### Evaluation Results
    | Benchmark | Metric | 2B |
    | --- | --- | --- |
    | [BBQ Ambig][bbq] | 1-shot | 85.99 (85.59 to 86.38) <sup>e9</sup> |
    | Toxigen | | 49.00 (47.8 to 50.2) |
    | WinoGrande | | 70.0 |
    ```
    # no heading
    ```
    """

  @Test func `names what the newer card lost`() {
    let difference = CardDifference(old: old, new: new)
    #expect(difference.losesAnything)
    #expect(
      difference.lostRows == [
        "Evaluation Results: RealToxicity", "Dangerous Capability Evaluations: InterCode-CTF",
      ]
    )
    #expect(difference.lostTables.count == 1)
    #expect(difference.lostSections == ["Dangerous Capability Evaluations"])
    #expect(difference.addedSections == [])
    #expect(difference.addedRows == ["Evaluation Results: WinoGrande"])
  }

  @Test func `gives deltas and says whether the intervals meet`() throws {
    let deltas = CardDifference(old: old, new: new).deltas
    #expect(deltas.map(\.row) == ["BBQ Ambig", "Toxigen"])
    #expect(deltas.map(\.overlap) == [.apart, .overlapping])
    let difference = try #require(deltas[0].difference)
    #expect(abs(difference - 2.79) < 1e-9)
    #expect(deltas[0].old == "83.20 (82.77 to 83.62)")
  }

  @Test func `names a figure whose row is there and says nothing any more`() {
    let empty = new.replacing("49.00 (47.8 to 50.2)", with: "not measured")
    let difference = CardDifference(old: new, new: empty)
    #expect(difference.lostFigures == ["Evaluation Results: Toxigen, 2B"])
    #expect(difference.lostRows == [] && difference.losesAnything)
    #expect(!CardDifference(old: empty, new: new).losesAnything)
  }

  @Test func `compares metadata by key`() {
    let fields = CardDifference(old: old, new: new).metadata
    #expect(fields.map(\.key) == ["license", "pipeline_tag"])
    #expect(fields[0].old == "gemma" && fields[0].new == "apache-2.0")
    #expect(fields[1].old == nil)
  }

  @Test func `finds nothing between a card and itself`() {
    #expect(CardDifference(old: old, new: old).isEmpty)
  }

  @Test(arguments: ["gemma-demo", "classifiers", "corpus"])
  func `finds nothing between a committed card and itself`(name: String) throws {
    let card = try CardFixture.file("reports/examples/\(name)/README.md", root: true)
    #expect(CardDifference(old: card, new: card) == CardDifference(old: "", new: ""))
  }

  @Test func `tells rows of one name apart by their other words, and else by their order`() throws {
    let table = """
      ### Subgroups
      | Benchmark | Part | Figure |
      | --- | --- | ---: |
      | BBQ | age | 1.00 |
      | BBQ | religion | 50.00 |
      | Kettles | | 2.00 |
      | Kettles | | 3.00 |
      """
    #expect(CardDifference(old: table, new: table).isEmpty)
    let moved = """
      ### Subgroups
      | Benchmark | Part | Figure |
      | --- | --- | ---: |
      | BBQ | religion | 51.00 |
      | BBQ | age | 1.00 |
      | Kettles | | 2.00 |
      """
    let difference = CardDifference(old: table, new: moved)
    #expect(difference.deltas.map(\.difference) == [1])
    #expect(difference.deltas.first?.old == "50.00")
    #expect(difference.lostRows == ["Subgroups: Kettles"])
    let lost = CardDifference(old: table, new: table.replacing("| BBQ | age | 1.00 |\n", with: ""))
    #expect(lost.lostRows == ["Subgroups: BBQ, age"] && lost.deltas.isEmpty)
  }

  @Test func `names rows of one name by their other words`() {
    let table = """
      ### Results
      | Benchmark | Metric | 2B |
      | --- | --- | ---: |
      | kettle | rate | 1.00 |
      | kettle | f1 | 0.5000 |
      """
    let new = table.replacing("0.5000", with: "0.5012")
    #expect(CardDifference(old: table, new: new).deltas.map(\.row) == ["kettle, f1"])
  }

  @Test func `does not take a part of a set for a row that another table lost`() {
    let parts = """
      ### Subgroups
      | Benchmark | Metric | Part of the set | Figure |
      | --- | --- | --- | ---: |
      | kettle | rate | size: large | 1.00 |
      | kettle | rate | size: small | 3.00 |
      """
    let whole = """
      ### Results
      | Benchmark | Metric | Figure |
      | --- | --- | ---: |
      | kettle | rate | 2.00 |

      """
    let rest = whole.replacing("| kettle | rate | 2.00 |\n", with: "")
    let difference = CardDifference(old: whole + parts, new: rest + parts)
    #expect(difference.lostRows == ["Results: kettle"])
    #expect(difference.deltas.isEmpty && difference.lostFigures.isEmpty)
  }

  @Test func `goes by the name alone where it is there once in both`() {
    let head = "## A\n| Benchmark | Metric | 2B |\n| --- | --- | --- |\n"
    let difference = CardDifference(
      old: head + "| Toxigen | rate | 4.00 |\n",
      new: head + "| Toxigen | rate, % | 5.00 |\n"
    )
    #expect(!difference.losesAnything)
    #expect(difference.deltas.map(\.column) == ["Metric", "2B"])
  }

  @Test func `counts sections of one name`() {
    let two = "## Data\n### Notes\na\n### Notes\nb\n"
    let one = "## Data\n### Notes\na\n"
    #expect(CardDifference(old: two, new: one).lostSections == ["Notes"])
    #expect(CardDifference(old: one, new: two).addedSections == ["Notes"])
    #expect(CardDifference(old: two, new: two).isEmpty)
  }

  @Test func `compares the figures of model-index`() throws {
    func card(_ metrics: [(String, String)]) -> String {
      let lines = metrics.map { "    - type: \($0.0)\n      value: \($0.1)\n" }.joined()
      return """
        ---
        license: mit
        model-index:
        - name: kettle
          results:
          - task:
              type: text-generation
            dataset:
              name: Toxigen
              type: toxigen/toxigen-data
              config: default
            metrics:
        \(lines)---
        # Kettle
        """
    }
    let two = card([("rate", "29.77"), ("accuracy", "40.5")])
    #expect(CardDifference(old: two, new: two).isEmpty)
    let changed = CardDifference(old: two, new: card([("rate", "28.77"), ("accuracy", "40.5")]))
    let delta = try #require(changed.deltas.first)
    #expect(changed.deltas.count == 1 && delta.table == "model-index")
    #expect(delta.row == "Toxigen, default, rate" && delta.new == "28.77")
    let lost = CardDifference(old: two, new: card([("rate", "29.77")]))
    #expect(lost.lostRows == ["model-index: Toxigen, default, accuracy"])
    let none = CardDifference(old: two, new: "---\nlicense: mit\n---\n# Kettle")
    #expect(none.lostRows.count == 2 && none.lostTables.count == 1)
    let broken = CardDifference(old: two, new: two.replacing("- name: kettle", with: "- [name"))
    #expect(broken.metadata.map(\.key) == ["model-index"])
  }

  @Test func `survives any two texts`() {
    Fuzz.rounds(200, seed: 99) { _, generator in
      let a = Fuzz.mutated(Array(old.utf8), alphabet: "|-:\\#`<>()\n to0123", with: &generator)
      let b = Fuzz.mutated(Array(new.utf8), alphabet: "|-:\\#`<>()\n to0123", with: &generator)
      _ = CardDifference(
        old: String(decoding: a, as: UTF8.self),
        new: String(decoding: b, as: UTF8.self)
      )
    }
  }
}
