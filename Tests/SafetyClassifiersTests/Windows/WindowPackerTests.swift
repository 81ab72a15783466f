import FuzzSupport
import SafetyClassifiers
import Testing

struct WindowPackerTests {
  /// Windows of a text whose tokens are its words, as the texts they show.
  private func windows(_ text: String, tokens: Int, overlap: Int) -> [String] {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { all in
      var queue = WindowQueue()
      var packer = WindowPacker(
        all,
        number: 7,
        options: WindowOptions(tokens: tokens, overlapSentences: overlap),
        specialTokens: 2
      )
      for (number, word) in words(bytes).enumerated() {
        packer.append(Int32(number), start: word.lowerBound, end: word.upperBound, to: &queue)
      }
      packer.finish(into: &queue)
      return queue.windows.map { window in
        #expect(window.text == 7)
        #expect(window.ids.count <= tokens - 2)
        return String(decoding: bytes[window.bytes], as: UTF8.self)
      }
    }
  }

  private func words(_ bytes: [UInt8]) -> [Range<Int>] {
    bytes.indices.split { bytes[$0] == 0x20 || bytes[$0] == 0x0A }
      .compactMap { run in run.last.map { run.startIndex..<$0 + 1 } }
  }

  @Test func `takes a text that fits as it is`() {
    #expect(windows(" A b. C d. ", tokens: 8, overlap: 1) == ["A b. C d."])
    #expect(windows("", tokens: 8, overlap: 1).isEmpty)
    #expect(windows(" \n ", tokens: 8, overlap: 1).isEmpty)
  }

  @Test func `packs whole sentences and repeats the last one`() {
    let text = "A b. C d. E f. G h. I j."
    #expect(windows(text, tokens: 8, overlap: 1) == ["A b. C d. E f.", "E f. G h. I j."])
    #expect(windows(text, tokens: 8, overlap: 0) == ["A b. C d. E f.", "G h. I j."])
  }

  @Test func `does not repeat sentences that fill more than half a window`() {
    let text = "A b. C d e f. G h i j. K."
    #expect(windows(text, tokens: 8, overlap: 1) == ["A b. C d e f.", "G h i j. K."])
  }

  @Test func `repeats as many sentences as it may`() {
    let text = "A. B. C. D. E. F. G. H."
    #expect(windows(text, tokens: 8, overlap: 2) == ["A. B. C. D. E. F.", "E. F. G. H."])
  }

  @Test func `cuts a sentence that is too long by quarters`() {
    let text = (0..<20).map { "w\($0)" }.joined(separator: " ")
    #expect(
      windows(text, tokens: 10, overlap: 1) == [
        "w0 w1 w2 w3 w4 w5 w6 w7", "w6 w7 w8 w9 w10 w11 w12 w13", "w12 w13 w14 w15 w16 w17 w18 w19",
      ]
    )
  }

  @Test func `goes on with short sentences behind a long one`() {
    let text = "A b. " + (0..<9).map { "w\($0)" }.joined(separator: " ") + ". C d. E"
    #expect(
      windows(text, tokens: 10, overlap: 1) == [
        "A b. w0 w1 w2 w3 w4 w5", "w4 w5 w6 w7 w8. C d. E",
      ]
    )
  }

  @Test func `shows every word, in order, in windows that ascend`() {
    Fuzz.rounds(500, seed: 44_000) { round, generator in
      let signs = [" ", " ", " ", ". ", "! ", "\n", " X. "]
      let text = (0..<Int.random(in: 1...120, using: &generator)).map {
        "w\($0)" + (signs.randomElement(using: &generator) ?? "")
      }.joined()
      let bytes = Array(text.utf8)
      let all = words(bytes)
      let tokens = Int.random(in: 4...40, using: &generator)
      let overlap = Int.random(in: 0...3, using: &generator)
      bytes.withUnsafeBytes { raw in
        var queue = WindowQueue()
        var packer = WindowPacker(
          raw,
          number: 0,
          options: WindowOptions(tokens: tokens, overlapSentences: overlap),
          specialTokens: 2
        )
        for (id, word) in all.enumerated() {
          packer.append(Int32(id), start: word.lowerBound, end: word.upperBound, to: &queue)
        }
        packer.finish(into: &queue)
        var next: Int32 = 0
        for window in queue.windows {
          let ids = Array(queue.ids[window.ids])
          #expect(!ids.isEmpty && ids.count <= max(1, tokens - 2), "seed \(44_000 + round)")
          #expect(ids == Array((ids.first ?? 0)..<(ids.first ?? 0) + Int32(ids.count)))
          #expect((ids.first ?? 0) <= next && (ids.last ?? 0) >= next, "seed \(44_000 + round)")
          next = (ids.last ?? 0) + 1
        }
        #expect(Int(next) == all.count, "seed \(44_000 + round)")
      }
    }
  }
}
