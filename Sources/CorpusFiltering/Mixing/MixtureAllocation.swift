import Glibc

/// The arithmetic of a plan: amounts in whole units that add up to the total.
struct MixtureAllocation {
  /// A source that holds less than is asked of it.
  struct Shortage {
    var source: Int
    var asked: Int
    var available: Int
    /// What the passes allowed give.
    var limit: Int
  }

  /// A unit of size that is the largest source's, in parts of which temperatures are computed.
  private static let parts = 1_000_000
  private let available: [Int]
  /// The most that each source gives.
  private let limits: [Int]
  /// Zero for sources that do not share.
  private let weights: [Int]
  private var fixed: [Int]
  private let total: Int?
  /// What is asked of each source.
  private(set) var amounts: [Int]

  /// - Parameters:
  ///   - recipe: What is asked for.
  ///   - available: What each source holds in the recipe's unit, none of them nothing.
  init(_ recipe: MixtureRecipe, available: [Int]) {
    let million = MixtureRecipe.million
    self.available = available
    total = recipe.total
    limits = available.map {
      Apportionment.scaled($0, by: recipe.maximumPasses, over: million).quotient
    }
    weights = Self.weights(recipe, available)
    fixed = zip(recipe.sources, available).map { source, size in
      switch source.amount {
      case .weight, .bySize: 0
      case .take(let amount): amount
      case .passes(let passes):
        // A pass of less than one unit still takes one.
        max(1, Apportionment.scaled(size, by: passes, over: million).quotient)
      }
    }
    amounts = fixed
    share(total.map { $0 - fixedSum } ?? largestShared)
  }

  /// What `take` and `repeat` ask for.
  var fixedSum: Int { fixed.reduce(0, +) }

  /// Whether they ask for more than the total.
  var isOverdrawn: Bool { total.map { $0 < fixedSum } ?? false }

  var isShort: Bool { !shortages.isEmpty }

  var shortages: [Shortage] {
    amounts.indices.filter { amounts[$0] > limits[$0] }.map {
      Shortage(source: $0, asked: amounts[$0], available: available[$0], limit: limits[$0])
    }
  }

  /// Takes what there is and keeps the proportions of the sources that share.
  mutating func scale() {
    let shared = amounts.reduce(0, +) - fixedSum
    fixed = zip(fixed, limits).map { min($0, $1) }
    amounts = fixed
    share(min(shared, largestShared))
  }

  /// The most that the sources with weights give in their proportions.
  private var largestShared: Int {
    isShared ? Apportionment.largestTotal(within: limits, by: weights) : 0
  }

  private var isShared: Bool { weights.contains { $0 > 0 } }

  private mutating func share(_ amount: Int) {
    guard isShared, amount > 0 else { return }
    for (index, part) in Apportionment.parts(of: amount, by: weights).enumerated() {
      amounts[index] += part
    }
  }

  /// By temperature T a source of size n weighs n^(1/T): as much as it holds at 1, the same as all
  /// others towards infinity.
  private static func weights(_ recipe: MixtureRecipe, _ available: [Int]) -> [Int] {
    let largest = Double(available.max() ?? 1)
    return zip(recipe.sources, available).map { source, size in
      switch source.amount {
      case .weight(let weight): return weight
      case .take, .passes: return 0
      case .bySize:
        let temperature = recipe.temperature ?? 1
        guard temperature != 1 else { return size }
        let part = pow(Double(size) / largest, 1 / temperature)
        return max(1, Int((part * Double(parts)).rounded()))
      }
    }
  }
}
