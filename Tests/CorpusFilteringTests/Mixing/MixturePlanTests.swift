import CorpusFiltering
import Diagnostics
import SafetyCore
import Testing

struct MixturePlanTests {
  private func recipe(
    _ amounts: [MixtureRecipe.Amount],
    total: Int? = nil,
    passes: Int = 1,
    temperature: Double? = nil,
    shortage: MixtureRecipe.Shortage = .error
  ) -> MixtureRecipe {
    var recipe = MixtureRecipe(name: "test", digest: Digest.sha256([]))
    recipe.total = total
    recipe.maximumPasses = passes * MixtureRecipe.million
    recipe.temperature = temperature
    recipe.shortage = shortage
    recipe.sources = amounts.enumerated().map {
      MixtureRecipe.Source(name: "s\($0)", paths: ["p"], amount: $1)
    }
    return recipe
  }

  private func plan(_ recipe: MixtureRecipe, _ available: [Int]) throws -> MixturePlan {
    let supplies = available.map { MixtureSupply(open: MixtureSize(documents: $0)) }
    return try MixturePlan(recipe, supplies: supplies, file: "r.yaml")
  }

  @Test func `divides what fixed amounts leave`() throws {
    let recipe = recipe(
      [.weight(3_000_000), .weight(1_000_000), .take(10), .passes(1_500_000)],
      total: 100,
      passes: 2
    )
    // 100 − 10 − 30 leave 60 of which three quarters are 45.
    let plan = try plan(recipe, [100, 10, 40, 20])
    #expect(plan.parts.map(\.asked) == [45, 15, 10, 30])
    #expect(plan.parts.map(\.passes) == [0, 1, 0, 1])
    #expect(plan.parts.map(\.rest) == [45, 5, 10, 10])
    #expect(!plan.isScaled)
  }

  @Test func `takes as much as proportions allow where there is no total`() throws {
    let plan = try plan(recipe([.weight(3), .weight(1)]), [30, 100])
    #expect(plan.parts.map(\.asked) == [30, 10])
  }

  @Test func `names a shortage with its figures, or makes the mixture smaller`() throws {
    let amounts: [MixtureRecipe.Amount] = [.weight(1), .weight(1), .take(9)]
    do {
      _ = try plan(recipe(amounts, total: 109), [100, 20, 5])
      Issue.record("no shortage")
    } catch let problems as Diagnostics {
      #expect(problems.items.map(\.code.rawValue) == ["mix/shortage", "mix/shortage"])
      #expect(problems.items.first?.message == "`s1` is to give 50 documents, and it holds 20")
      #expect(problems.items.first?.hint?.contains("max_epochs: 3") == true)
    }
    let scaled = try plan(recipe(amounts, total: 109, shortage: .scale), [100, 20, 5])
    #expect(scaled.parts.map(\.asked) == [20, 20, 5])
    #expect(scaled.isScaled)
  }

  @Test func `proposes no more passes than a recipe may allow`() {
    let problems = #expect(throws: Diagnostics.self) {
      try plan(recipe([.weight(1), .take(1)], total: 3_002), [3, 1])
    }
    let hint = "ask for less, or let `on_shortage: scale` make the mixture smaller"
    #expect(problems?.items.map(\.hint) == [hint])
  }

  @Test func `refuses an empty source and a total below what is fixed`() {
    #expect(throws: Diagnostics.self) { try plan(recipe([.weight(1), .weight(1)]), [5, 0]) }
    #expect(throws: Diagnostics.self) {
      try plan(recipe([.weight(1), .take(8)], total: 7), [50, 50])
    }
  }

  @Test func `a temperature leads from natural sizes to equal parts`() throws {
    let amounts: [MixtureRecipe.Amount] = [.bySize, .bySize]
    let natural = try plan(recipe(amounts, total: 100, temperature: 1), [900, 100])
    #expect(natural.parts.map(\.asked) == [90, 10])
    // The square roots of 900 and 100 are as three to one.
    let warmer = try plan(recipe(amounts, total: 100, temperature: 2), [900, 100])
    #expect(warmer.parts.map(\.asked) == [75, 25])
    let hot = try plan(recipe(amounts, total: 100, temperature: 1_000), [900, 100])
    #expect(hot.parts.map(\.asked) == [50, 50])
  }
}
