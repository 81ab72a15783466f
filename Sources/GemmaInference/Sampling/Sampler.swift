import Glibc

/// Draws tokens, one after another, from rows of logits.
///
/// Everything is computed in one order from the logits and the seed alone; of equal logits the lower
/// id comes first. Penalties come before bias, bias before temperature, then top-k, top-p, min-p, as
/// in transformers.
package struct Sampler: Sendable {
  private struct Candidate {
    var id: Int32
    var logit: Float
    var weight: Double = 0

    /// Whether it is drawn before another.
    func precedes(_ other: Candidate) -> Bool {
      logit > other.logit || (logit == other.logit && id < other.id)
    }
  }

  package let options: SamplingOptions
  private var generator: SampleGenerator
  private var seen: Set<Int32> = []

  /// Begins with tokens that the repetition penalty already counts as seen.
  package init(_ options: SamplingOptions, seen: some Sequence<Int32> = []) {
    precondition(options.problem == nil, "options are checked where they are read")
    self.options = options
    generator = SampleGenerator(seed: options.seed)
    if options.repetitionPenalty != 1 { self.seen = Set(seen) }
  }

  /// Draws a token from the logits of all tokens.
  ///
  /// - Returns: Its id, or nil where no logit is a number.
  package mutating func draw(_ logits: UnsafeBufferPointer<Float>) -> Int32? {
    let chosen =
      options.temperature == 0 ? likeliest(logits) : sample(candidates(logits, changes(logits)))
    if let chosen, options.repetitionPenalty != 1 { seen.insert(chosen) }
    return chosen
  }

  private func likeliest(_ logits: UnsafeBufferPointer<Float>) -> Int32? {
    let changed = changes(logits)
    guard !changed.isEmpty else { return TokenProbabilities.best(logits) }
    var logits = Array(logits)
    for (id, logit) in changed { logits[Int(id)] = logit }
    return logits.withUnsafeBufferPointer { TokenProbabilities.best($0) }
  }

  /// Logits that penalty and bias change, by id.
  private func changes(_ logits: UnsafeBufferPointer<Float>) -> [Int32: Float] {
    var changed: [Int32: Float] = [:]
    let penalty = options.repetitionPenalty
    for id in seen where logits.indices.contains(Int(id)) {
      let logit = logits[Int(id)]
      changed[id] = logit > 0 ? logit / penalty : logit * penalty
    }
    for (id, bias) in options.logitBias where logits.indices.contains(Int(id)) {
      changed[id] = (changed[id] ?? logits[Int(id)]) + bias
    }
    return changed
  }

  /// Tokens that may be drawn, likeliest first, their weights relative to the first.
  private func candidates(
    _ logits: UnsafeBufferPointer<Float>,
    _ changed: [Int32: Float]
  ) -> [Candidate] {
    var highest = -Float.infinity
    for index in logits.indices {
      let logit = changed[Int32(index)] ?? logits[index]
      if logit > highest { highest = logit }
    }
    guard highest.isFinite else { return [] }
    let inverse = 1 / Double(options.temperature)
    var total = 0.0
    var all: [Candidate] = []
    for index in logits.indices {
      let logit = changed[Int32(index)] ?? logits[index]
      let weight = exp(Double(logit - highest) * inverse)
      guard weight > 0 else { continue }
      total += weight
      all.append(Candidate(id: Int32(index), logit: logit, weight: weight))
    }
    return limited(all, total: total)
  }

  private func limited(_ all: [Candidate], total: Double) -> [Candidate] {
    var kept = all
    var total = total
    if options.topK > 0, options.topK < kept.count {
      kept.sort { $0.precedes($1) }
      kept.removeLast(kept.count - options.topK)
      total = kept.reduce(0) { $0 + $1.weight }
    }
    if options.topP < 1 {
      // All tokens below this together miss what top-p leaves out, so none of them is in it.
      let least = (1 - Double(options.topP)) / Double(kept.count) * total
      kept.removeAll { $0.weight < least }
      kept.sort { $0.precedes($1) }
      var sum = 0.0
      let end = kept.firstIndex { candidate in
        sum += candidate.weight
        return sum >= Double(options.topP) * total
      }
      if let end { kept.removeLast(kept.count - end - 1) }
    }
    if options.minP > 0 { kept.removeAll { $0.weight < Double(options.minP) } }
    return kept
  }

  private mutating func sample(_ candidates: [Candidate]) -> Int32? {
    let total = candidates.reduce(0) { $0 + $1.weight }
    var rest = generator.next() * total
    for candidate in candidates {
      rest -= candidate.weight
      if rest < 0 { return candidate.id }
    }
    return candidates.last?.id
  }
}
