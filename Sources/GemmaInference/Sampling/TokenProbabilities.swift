import Glibc

/// What the model thinks of tokens at one place, in natural logarithms of probabilities.
package enum TokenProbabilities {
  /// The logarithm of the sum of exponentials, in double, in order of ids.
  package static func logSumExp(_ logits: UnsafeBufferPointer<Float>) -> Double {
    let highest = logits.max() ?? -.infinity
    guard highest.isFinite else { return Double(highest) }
    var sum = 0.0
    for logit in logits { sum += exp(Double(logit - highest)) }
    return Double(highest) + log(sum)
  }

  /// The log-probability of one token.
  package static func logProbability(
    of id: Int32,
    _ logits: UnsafeBufferPointer<Float>
  ) -> Double {
    Double(logits[Int(id)]) - logSumExp(logits)
  }

  /// The likeliest token, of equals the one with the lowest id; nil where no logit is a number.
  package static func best(_ logits: UnsafeBufferPointer<Float>) -> Int32? {
    var best: Int?
    for index in logits.indices where logits[index] == logits[index] {
      if best.map({ logits[index] > logits[$0] }) ?? true { best = index }
    }
    return best.map { Int32($0) }
  }

  /// The likeliest tokens, likeliest first, lower ids first among equals.
  static func top(
    _ count: Int,
    _ logits: UnsafeBufferPointer<Float>
  ) -> [(id: Int32, logProbability: Double)] {
    guard count > 0 else { return [] }
    var best: [(id: Int32, logit: Float)] = []
    for (index, logit) in logits.enumerated() where logit == logit {
      if best.count == count, logit <= best[count - 1].logit { continue }
      let place = best.firstIndex { $0.logit < logit } ?? best.count
      best.insert((Int32(index), logit), at: place)
      if best.count > count { best.removeLast() }
    }
    let whole = logSumExp(logits)
    return best.map { ($0.id, Double($0.logit) - whole) }
  }

  /// The probabilities of a few tokens among themselves, as ShieldGemma scores Yes against No.
  package static func shares(of logits: [Float]) -> [Double] {
    let highest = logits.max() ?? 0
    let weights = logits.map { exp(Double($0 - highest)) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }
}
