/// Raises probabilities of chance so that many of them may be looked at together.
package enum HolmCorrection {
  /// The adjusted probabilities, in the order given, by Holm's step-down method.
  package static func adjusted(_ probabilities: [Double]) -> [Double] {
    var adjusted = probabilities
    var highest = 0.0
    let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
    for (rank, index) in order.enumerated() {
      let raised = min(1, probabilities[index] * Double(probabilities.count - rank))
      highest = max(highest, raised)
      adjusted[index] = highest
    }
    return adjusted
  }
}
