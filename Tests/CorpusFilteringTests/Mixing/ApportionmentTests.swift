import CorpusFiltering
import FuzzSupport
import Testing

struct ApportionmentTests {
  @Test func `rounds the largest remainders up`() {
    #expect(Apportionment.parts(of: 100, by: [3, 1]) == [75, 25])
    #expect(Apportionment.parts(of: 10, by: [1, 1, 1]) == [4, 3, 3])
    // 35/9, 21/9 and 7/9: 3, 2 and 0 with remainders 8, 3 and 7.
    #expect(Apportionment.parts(of: 7, by: [5, 3, 1]) == [4, 2, 1])
    #expect(Apportionment.parts(of: 0, by: [5, 3]) == [0, 0])
    #expect(Apportionment.parts(of: 9, by: [0, 3, 0]) == [0, 9, 0])
  }

  @Test func `finds the largest total within limits`() {
    // 10 × 4/3 is 13⅓; of 13 the parts are 9¾ and 3¼.
    #expect(Apportionment.largestTotal(within: [10, 10], by: [3, 1]) == 13)
    #expect(Apportionment.parts(of: 13, by: [3, 1]) == [10, 3])
    #expect(Apportionment.largestTotal(within: [5], by: [1]) == 5)
    #expect(Apportionment.largestTotal(within: [5, 0], by: [1, 0]) == 5)
    #expect(Apportionment.largestTotal(within: [5, 0], by: [1, 1]) == 0)
  }

  @Test func `parts add up, keep their proportions and stay within limits`() {
    Fuzz.rounds(2_000, seed: 41) { _, generator in
      let count = Int.random(in: 1...12, using: &generator)
      let weights = (0..<count).map { _ in Int.random(in: 1...1_000_000, using: &generator) }
      let limits = (0..<count).map { _ in Int.random(in: 0...1 << 40, using: &generator) }
      let sum = weights.reduce(0, +)
      let total = Int.random(in: 0...1 << 40, using: &generator)
      let parts = Apportionment.parts(of: total, by: weights)
      #expect(parts.reduce(0, +) == total)
      for (part, weight) in zip(parts, weights) {
        let exact = Double(total) * Double(weight) / Double(sum)
        #expect(abs(Double(part) - exact) <= 1)
      }
      let largest = Apportionment.largestTotal(within: limits, by: weights)
      for (part, limit) in zip(Apportionment.parts(of: largest, by: weights), limits) {
        #expect(part <= limit)
      }
      // One more would ask too much of some source.
      #expect(
        zip(weights, limits).contains { weight, limit in
          let asked = (largest + 1).multipliedFullWidth(by: weight)
          let most = limit.multipliedFullWidth(by: sum)
          return (asked.high, asked.low) > (most.high, most.low)
        }
      )
    }
  }
}
