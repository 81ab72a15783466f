/// Holm's step-down procedure.
enum Holm {
  /// Which of several probabilities hold together at a level.
  static func held(_ probabilities: [Double], level: Double) -> [Bool] {
    var held = [Bool](repeating: false, count: probabilities.count)
    let order = probabilities.indices.sorted {
      (probabilities[$0], $0) < (probabilities[$1], $1)
    }
    for (rank, index) in order.enumerated() {
      guard probabilities[index] <= level / Double(order.count - rank) else { break }
      held[index] = true
    }
    return held
  }
}
