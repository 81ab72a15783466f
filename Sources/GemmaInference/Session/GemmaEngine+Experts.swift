import Glibc
import TensorCompute

extension Workspace.Slot {
  fileprivate static let routed = Self("routed")
  fileprivate static let scores = Self("scores of experts")
  fileprivate static let expertInput = Self("an expert's input")
  fileprivate static let expertGated = Self("an expert's gated product")
  fileprivate static let expertOutput = Self("an expert's output")
  fileprivate static let mixture = Self("mixture of experts")
}

/// A row that takes an expert, and its share of the result.
private struct ExpertShare {
  var row: Int
  var weight: Float
}

extension GemmaEngine {
  /// Adds what a mixture of experts makes of the states to an update (Shazeer and others 2017).
  ///
  /// A row's result is the same bits whatever rows are beside it: it adds its experts by their number.
  func mix(_ experts: GemmaLayer.Experts, of states: MatrixView, into update: MatrixView) {
    let columns = states.columns
    let shares = route(states, experts)
    let normal = workspace.matrix(.routed, rows: states.rows, columns: columns)
    experts.norm.apply(states, into: normal)
    let mixture = workspace.matrix(.mixture, rows: states.rows, columns: columns)
    for row in 0..<mixture.rows { mixture.row(row).update(repeating: 0) }
    for (number, shares) in shares.enumerated() where !shares.isEmpty {
      let input = workspace.matrix(.expertInput, rows: shares.count, columns: columns)
      for (place, share) in shares.enumerated() {
        _ = input.row(place).update(fromContentsOf: normal.row(share.row))
      }
      let gated = experts.gated[number]
      let inner = workspace.matrix(
        .expertGated,
        rows: shares.count,
        columns: gated.gate.outputs
      )
      gated.apply(input, into: inner, on: threads, workspace: workspace)
      let output = workspace.matrix(.expertOutput, rows: shares.count, columns: columns)
      experts.downs[number].apply(inner, into: output, on: threads, workspace: workspace)
      for (place, share) in shares.enumerated() {
        let (from, to) = (output.row(place), mixture.row(share.row))
        for column in 0..<columns { to[column] += from[column] * share.weight }
      }
    }
    experts.postNorm.apply(mixture, into: update, adding: update)
  }

  /// Which rows take each expert, those with the highest probabilities, and with which shares.
  private func route(_ states: MatrixView, _ experts: GemmaLayer.Experts) -> [[ExpertShare]] {
    let normal = workspace.matrix(.routed, rows: states.rows, columns: states.columns)
    experts.routerNorm.apply(states, into: normal)
    let scores = workspace.matrix(.scores, rows: states.rows, columns: experts.scales.count)
    experts.router.apply(normal, into: scores, on: threads, workspace: workspace)
    var shares = [[ExpertShare]](repeating: [], count: experts.scales.count)
    for row in 0..<scores.rows {
      let numbers = scores.row(row)
      // Of equal ones the first, so that the choice hangs on nothing else.
      let chosen = numbers.indices.sorted { (-numbers[$0], $0) < (-numbers[$1], $1) }
        .prefix(experts.top)
      let highest = numbers[chosen[0]]
      // Shares of the chosen alone: what the others would have got falls out of the ratio.
      let parts = chosen.map { exp(Double(numbers[$0] - highest)) }
      let total = parts.reduce(0, +)
      for (expert, part) in zip(chosen, parts) {
        let weight = Float(part / total) * experts.scales[expert]
        shares[expert].append(ExpertShare(row: row, weight: weight))
      }
    }
    return shares
  }
}
