import Foundation
import GemmaInference
import Testing

struct SamplerTests {
  private static let logits: [Float] = [1, 3, 2, 3, -1, 0.5, .nan, -.infinity]

  private static func draw(
    _ count: Int = 1,
    _ logits: [Float] = logits,
    seen: [Int32] = [],
    _ change: (inout SamplingOptions) -> Void = { _ in }
  ) -> [Int32?] {
    var options = SamplingOptions()
    change(&options)
    var sampler = Sampler(options, seen: seen)
    return (0..<count).map { _ in logits.withUnsafeBufferPointer { sampler.draw($0) } }
  }

  /// Shares of each id in many draws.
  private static func shares(_ change: (inout SamplingOptions) -> Void) -> [Int32: Double] {
    let drawn = draw(20_000) { options in
      options.temperature = 1
      options.seed = 7
      change(&options)
    }
    var counts: [Int32: Double] = [:]
    for id in drawn { counts[id ?? -1, default: 0] += 1.0 / 20_000 }
    return counts
  }

  @Test func `takes the likeliest, of equals the first`() {
    #expect(Self.draw() == [1])
    #expect(Self.draw(1, [.nan, .nan]) == [nil])
    #expect(Self.draw(1, [-.infinity, -2]) == [1])
  }

  @Test func `draws in proportion to probabilities`() {
    let shares = Self.shares { _ in }
    let weights = [1, 3, 2, 3, -1, 0.5].map { exp($0) }
    let total = weights.reduce(0, +)
    for (id, weight) in weights.enumerated() {
      #expect(abs((shares[Int32(id)] ?? 0) - weight / total) < 0.015)
    }
    #expect(shares[6] == nil && shares[7] == nil)
  }

  @Test func `sharpens with a low temperature`() {
    let shares = Self.shares { $0.temperature = 0.1 }
    #expect(abs((shares[1] ?? 0) - 0.5) < 0.02 && abs((shares[3] ?? 0) - 0.5) < 0.02)
  }

  @Test func `keeps the likeliest few`() {
    #expect(Set(Self.shares { $0.topK = 3 }.keys) == [1, 2, 3])
    #expect(Set(Self.shares { $0.topK = 1 }.keys) == [1])
    // The two likeliest have 0.36 each, the third 0.13.
    #expect(Set(Self.shares { $0.topP = 0.5 }.keys) == [1, 3])
    #expect(Set(Self.shares { $0.topP = 0.3 }.keys) == [1])
    #expect(Set(Self.shares { $0.topP = 0.8 }.keys) == [1, 2, 3])
    // e^-1 of the likeliest is 0.37.
    #expect(Set(Self.shares { $0.minP = 0.3 }.keys) == [1, 2, 3])
    #expect(Set(Self.shares { $0.minP = 0.5 }.keys) == [1, 3])
  }

  @Test func `keeps the nucleus that a sorted table gives`() {
    var values = SystemLikeNumbers(seed: 5)
    for _ in 0..<50 {
      let logits = (0..<300).map { _ in values.next() * 8 }
      let top = values.next() * 0.4 + 0.5
      let order = logits.indices.sorted { logits[$0] > logits[$1] }
      let total = logits.reduce(0) { $0 + exp(Double($1)) }
      var sum = 0.0
      var nucleus: Set<Int32> = []
      for index in order {
        nucleus.insert(Int32(index))
        sum += exp(Double(logits[index])) / total
        if sum >= Double(top) { break }
      }
      let drawn = Self.draw(3000, logits) { options in
        options.temperature = 1
        options.topP = top
      }
      #expect(Set(drawn.compactMap(\.self)).isSubset(of: nucleus))
      #expect(drawn.contains(Int32(order[0])))
    }
  }

  @Test func `repeats itself with the same seed only`() {
    let one = Self.draw(200) {
      $0.temperature = 1; $0.seed = 3
    }
    #expect(
      one
        == Self.draw(200) {
          $0.temperature = 1; $0.seed = 3
        }
    )
    #expect(
      one
        != Self.draw(200) {
          $0.temperature = 1; $0.seed = 4
        }
    )
  }

  @Test func `counts what was seen against a token`() {
    let penalised = Self.draw(1, [2, 1.9, -1], seen: [0]) { $0.repetitionPenalty = 1.2 }
    #expect(penalised == [1])
    // Each draw counts for the next; of -1 and -1.1 the penalty makes -1.2 and -1.1.
    let drawn = Self.draw(2, [-1, -1.1]) { $0.repetitionPenalty = 1.2 }
    #expect(drawn == [0, 1])
  }

  @Test func `adds bias`() {
    #expect(Self.draw { $0.logitBias = [4: 10, 1: -100] } == [4])
    #expect(Self.draw { $0.logitBias = [999: 10] } == [1])
  }

  @Test func `names what is out of range`() {
    let wrong: [(String, (inout SamplingOptions) -> Void)] = [
      ("temperature", { $0.temperature = -1 }), ("temperature", { $0.temperature = .nan }),
      ("top_k", { $0.topK = -1 }), ("top_p", { $0.topP = 0 }), ("top_p", { $0.topP = 1.1 }),
      ("min_p", { $0.minP = -0.1 }), ("repetition_penalty", { $0.repetitionPenalty = 0 }),
      ("logit_bias", { $0.logitBias = [1: .infinity] }),
    ]
    for (field, change) in wrong {
      var options = SamplingOptions()
      change(&options)
      #expect(options.problem?.field == field)
    }
    #expect(SamplingOptions().problem == nil)
  }
}

/// Numbers from 0 to 1 that a seed decides.
private struct SystemLikeNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(state >> 40) / Float(1 << 24)
  }
}
