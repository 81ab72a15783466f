/// Documents of placeholder words: good ones, repetitive ones, short ones, copies, broken lines.
enum MadeUpCorpus {
  private static let words = """
    the of and to that have with be silver kettle dance morning river lantern quiet garden letter \
    window copper winter gentle harbour village music paper candle orchard shadow bridge meadow \
    travel story simple answer question between market wooden summer mountain
    """.split(separator: " ")

  /// So many lines; the same seed gives the same ones.
  static func lines(_ count: Int, seed: UInt64) -> String {
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var text = ""
    for index in 0..<count {
      var body = ""
      switch next(12) {
      case 0: body = "silver kettle dance"
      case 1: body = Array(repeating: "silver kettle dance", count: 60).joined(separator: " ")
      case 2: body = "The same letter of the village and the river that we have with us. "
      case 3:
        text += "{\"id\": \"broken-\(index)\", \"text\": \n"
        continue
      default: break
      }
      if body.isEmpty {
        for _ in 0..<(60 + next(200)) {
          body += words[next(words.count)] + (next(9) == 0 ? ". " : " ")
        }
      }
      text += "{\"id\": \"d\(index)\", \"text\": \"\(body)\", \"extra\": [\(index), null]}\n"
    }
    return text
  }
}
