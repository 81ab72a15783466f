import Diagnostics
import Glibc

/// How much of every source goes into a mixture, in whole passes and a rest.
package struct MixturePlan: Sendable, Hashable {
  /// One source's part.
  package struct Part: Sendable, Hashable {
    package var name: String
    /// What the source holds, in the recipe's unit.
    package var available: Int
    /// What is asked of it.
    package var asked: Int
    /// How often every document goes in.
    package var passes: Int
    /// What a sample on top of the passes should hold.
    package var rest: Int
  }

  /// In the order of the recipe.
  package let parts: [Part]
  /// Whether the sources hold less than the recipe asks for.
  package let isScaled: Bool

  /// Divides the total among the sources.
  ///
  /// - Parameters:
  ///   - recipe: What is asked for.
  ///   - supplies: What there is, in the order of the recipe's sources.
  ///   - file: The recipe's path, for the places of problems.
  /// - Throws: `mix/empty-source`, `mix/small-total`, `mix/shortage` with every source's figures.
  package init(
    _ recipe: MixtureRecipe,
    supplies: [MixtureSupply],
    file: String
  ) throws(Diagnostics) {
    let available = supplies.map { $0.open[recipe.unit] }
    try Self.refuseEmpty(recipe, available, file: file)
    var allocation = MixtureAllocation(recipe, available: available)
    if allocation.isOverdrawn {
      throw Diagnostics([
        Diagnostic(
          "mix/small-total",
          "`total` is \(recipe.total ?? 0), less than `take` and `repeat` ask for: "
            + "\(allocation.fixedSum) \(recipe.unit.rawValue)",
          at: .init(file: file)
        )
      ])
    }
    isScaled = allocation.isShort
    if allocation.isShort {
      guard recipe.shortage == .scale else {
        throw Diagnostics(allocation.shortages.map { Self.shortage($0, recipe, file: file) })
      }
      allocation.scale()
    }
    parts = recipe.sources.indices.map { index in
      let asked = allocation.amounts[index]
      return Part(
        name: recipe.sources[index].name,
        available: available[index],
        asked: asked,
        passes: asked / available[index],
        rest: asked % available[index]
      )
    }
  }

  private static func refuseEmpty(
    _ recipe: MixtureRecipe,
    _ available: [Int],
    file: String
  ) throws(Diagnostics) {
    let empty = zip(recipe.sources, available).filter { $0.1 == 0 }.map(\.0)
    guard !empty.isEmpty else { return }
    throw Diagnostics(
      empty.map {
        Diagnostic(
          "mix/empty-source",
          "the source `\($0.name)` holds no \(recipe.unit.rawValue) to take",
          at: .init(file: file)
        )
      }
    )
  }

  private static func shortage(
    _ short: MixtureAllocation.Shortage,
    _ recipe: MixtureRecipe,
    file: String
  ) -> Diagnostic {
    let unit = recipe.unit.rawValue
    let passes = decimal(ofMillionths: recipe.maximumPasses)
    let most =
      recipe.maximumPasses == MixtureRecipe.million
      ? "it holds \(short.limit)"
      : "it gives at most \(short.limit) in \(passes) passes over its \(short.available)"
    let needed = (Double(short.asked) / Double(short.available)).rounded(.up)
    let epochs =
      needed <= MixtureRecipeParser.mostPasses ? "allow `max_epochs: \(Int(needed))`, " : ""
    return Diagnostic(
      "mix/shortage",
      "`\(recipe.sources[short.source].name)` is to give \(short.asked) \(unit), and \(most)",
      at: .init(file: file),
      hint: "ask for less, \(epochs)or let `on_shortage: scale` make the mixture smaller"
    )
  }
}
