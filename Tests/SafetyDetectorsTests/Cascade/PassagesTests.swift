import SafetyDetectors
import Testing

/// Ranges of a text made fit to be read on their own.
struct PassagesTests {
  private func widened(_ ranges: [Range<Int>], _ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { buffer in
      Passages.widened(ranges, in: buffer).map { String(decoding: buffer[$0], as: UTF8.self) }
    }
  }

  @Test func `widens to the sentence`() {
    let text = "One two. Three four five! Six."
    #expect(widened([15..<19], text) == ["Three four five! "])
    #expect(widened([0..<1], text) == ["One two. "])
    #expect(widened([26..<29], text) == ["Six."])
    #expect(widened([0..<text.utf8.count], text) == [text])
  }

  @Test func `takes the end of a line for the end of a sentence`() {
    #expect(widened([5..<6], "one\ntwo\nthree") == ["two\n"])
  }

  @Test func `joins what touches`() {
    let text = "One two. Three four five! Six."
    #expect(widened([26..<27, 15..<19], text) == ["Three four five! Six."])
    #expect(widened([0..<1, 26..<29], text) == ["One two. ", "Six."])
    #expect(widened([], text).isEmpty)
  }

  @Test func `cuts a sentence without an end between words`() {
    let text = String(repeating: "calm ", count: 1000)
    let found = widened([2501..<2503], text)
    #expect(found.count == 1)
    #expect(found[0].hasPrefix("calm ") && found[0].hasSuffix(" calm"))
    #expect((400...500).contains(found[0].utf8.count))
  }

  @Test func `keeps characters whole where there is no space`() {
    let text = String(repeating: "茶", count: 1000)
    #expect(widened([1500..<1506], text) == ["茶茶"])
  }

  @Test func `covers every range, in order, whatever the text`() {
    var generator = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max, using: &generator)
    var random = SplitMix(seed: seed)
    for _ in 0..<500 {
      let text = random.text() + (Bool.random(using: &random) ? ". Zwölf\n茶" : "")
      let starts =
        text.utf8.indices.filter { text.utf8[$0] & 0xC0 != 0x80 }
        .map { text.utf8.distance(from: text.startIndex, to: $0) } + [text.utf8.count]
      var ranges: [Range<Int>] = []
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let ends = [starts.randomElement(using: &random), starts.randomElement(using: &random)]
          .compactMap { $0 }
        ranges.append((ends.min() ?? 0)..<(ends.max() ?? 0))
      }
      let bytes = Array(text.utf8)
      let found = bytes.withUnsafeBytes { Passages.widened(ranges, in: $0) }
      for range in ranges {
        #expect(
          found.contains { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound },
          "seed \(seed)"
        )
      }
      #expect(zip(found, found.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
      for range in found {
        #expect(String(validating: bytes[range], as: UTF8.self) != nil, "seed \(seed)")
      }
    }
  }
}
