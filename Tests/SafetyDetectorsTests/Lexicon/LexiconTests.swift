import Diagnostics
import SafetyDetectors
import Testing

/// Reading of lists.
struct LexiconTests {
  private func parse(_ text: String) throws -> Lexicon {
    try Lexicon(parsing: Array(text.utf8), file: "terms.tsv", defaultCategory: .insult)
  }

  @Test func `reads terms, weights and categories`() throws {
    let lexicon = try parse(
      "\u{FEFF}# silver terms\r\nSilver  Kettle\t1.5\tself_harm\r\n\nspoon\ntea-pot\t2\n"
    )
    #expect(lexicon.terms.map(\.weight) == [1.5, 1, 2])
    #expect(lexicon.terms.map(\.category) == [.selfHarm, .insult, .insult])
    #expect(lexicon.terms.map(\.words.count) == [2, 1, 2])
    #expect(lexicon.terms[0].words[0] == Array("silver".utf8))
  }

  @Test func `keeps the larger weight of a term written twice`() throws {
    let lexicon = try parse("kettle\t1\nKETTLE\t3\nkettle\t2\nkettle\t1\thate")
    #expect(lexicon.terms.map(\.weight) == [3, 1])
  }

  @Test(arguments: [
    ("kettle\tmany", "lexicon/bad-weight", 8), ("kettle\t0", "lexicon/bad-weight", 8),
    ("kettle\t11", "lexicon/bad-weight", 8), ("kettle\tnan", "lexicon/bad-weight", 8),
    ("kettle\t-1", "lexicon/bad-weight", 8), ("kettle\t", "lexicon/bad-weight", 8),
    ("...\t1", "lexicon/empty-term", 1), ("a b c d e", "lexicon/too-many-words", 1),
    ("kettle\t1\thaet", "lexicon/unknown-category", 10),
    ("kettle\t1\thate\tx", "lexicon/too-many-columns", 1),
  ])
  func `refuses a line with its place`(line: String, code: String, column: Int) throws {
    let problem = #expect(throws: Diagnostic.self) { try parse("# first\n" + line) }
    #expect(problem?.code.rawValue == code)
    #expect(problem?.place?.line == 2)
    #expect(problem?.place?.column == column)
    #expect(problem?.hint != nil)
  }

  @Test func `names the nearest category`() throws {
    let problem = #expect(throws: Diagnostic.self) { try parse("kettle\t1\thaet") }
    #expect(problem?.hint == "did you mean `hate`?")
  }

  @Test func `refuses bytes that are no UTF-8 and endless lines`() {
    #expect(throws: Diagnostic.self) { try Lexicon(parsing: [0x61, 0xFF], file: "x") }
    let long = [UInt8](repeating: 0x61, count: 2000)
    #expect(throws: Diagnostic.self) { try Lexicon(parsing: long, file: "x") }
  }

  @Test func `reads or refuses whatever bytes it is given`() {
    let seed: UInt64 = 0x5EED_1E41
    var state = seed
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let original = Array("# list\nsilver kettle\t1.5\thate\r\nteapot\t2\ncafé\t0.1\tsexual\n".utf8)
    var accepted = 0
    for _ in 0..<4000 {
      var bytes = original
      for _ in 0..<1 + Int(next() % 6) {
        let place = Int(next() % UInt64(bytes.count))
        switch next() % 4 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: next())
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
        default: bytes += bytes[place...].prefix(40)
        }
      }
      if let lexicon = try? Lexicon(parsing: bytes, file: "fuzz") {
        accepted += 1
        #expect(lexicon.terms.allSatisfy { $0.weight > 0 && $0.weight <= 10 }, "seed \(seed)")
        #expect(lexicon.terms.allSatisfy { (1...4).contains($0.words.count) }, "seed \(seed)")
      }
    }
    #expect(accepted > 0, "seed \(seed)")
  }
}
