import SafetyCore
import Testing

import CorpusFiltering

/// The edges that every rule of every heuristic must have an answer for.
struct HeuristicEdgeTests {
  /// A text by name, and rules whose value there is not 0.
  struct Edge: Sendable {
    let name: String
    let text: String
    var values: [String: Double] = [:]
  }

  private static let edges = [
    Edge(name: "empty", text: ""),
    // Two empty pieces at the ends of a text of line feeds are the same line to datatrove and Dolma.
    Edge(
      name: "blank lines",
      text: "\n\n\n",
      values: [
        "gopher-repetition/duplicate-lines": 0.5, "dolma-gopher/duplicate-lines": 1,
        "fineweb/newlines-per-word": 0,
      ]
    ),
    Edge(name: "white space", text: " \t\u{A0}\u{3000} "),
    Edge(
      name: "no words, signs only",
      text: "-- !? **",
      values: [
        "gopher-quality/bullet-lines": 1, "dolma-gopher/bullet-lines": 1,
        "dolma-gopher/word-count": 3, "dolma-gopher/median-word-length": 2,
        "dolma-gopher/top-2-gram": 4.0 / 6, "dolma-gopher/top-3-gram": 1, "fineweb/short-lines": 1,
        "gopher-repetition/top-2-gram": 5.0 / 8, "gopher-repetition/top-3-gram": 1,
        "c4-lenient/sentences": 1,
      ]
    ),
    Edge(
      name: "one line",
      text: "kettle.",
      values: [
        "gopher-quality/word-count": 1, "gopher-quality/mean-word-length": 7,
        "gopher-quality/alphabetic-words": 1, "dolma-gopher/word-count": 1,
        "dolma-gopher/median-word-length": 7, "dolma-gopher/alphabetic-words": 1,
        "fineweb/terminated-lines": 1, "fineweb/short-lines": 1,
      ]
    ),
  ]

  @Test(arguments: edges)
  func `gives every rule a value`(edge: Edge) throws {
    let values = try ParityProbe().values(of: edge.text)
    #expect(values.count >= 51)
    for (rule, value) in values {
      let expected = edge.values[rule] ?? 0
      #expect(abs(value - expected) < 1e-12, "\(edge.name): \(rule) is \(value)")
    }
  }

  @Test func `measures a line of megabytes`() throws {
    let values = try ParityProbe().values(
      of: String(repeating: "the kettle and of ", count: 120_000)
    )
    #expect(values["gopher-quality/word-count"] == 480_000)
    #expect(values["dolma-gopher/word-count"] == 480_000)
    #expect(values["gopher-quality/stop-words"] == 3)
    #expect(values["dolma-gopher/stop-words"] == 360_000)
    #expect(values["dolma-gopher/duplicate-10-grams"] == 1)
    #expect((values["gopher-repetition/duplicate-10-grams"] ?? 0) > 0.7)
    #expect(values["c4/sentences"] == 0)
    #expect(values["c4-lenient/sentences"] == 1)
    #expect(values.values.allSatisfy { $0.isFinite })
    let verdict = DatatroveThresholds.verdict(of: "gopher-quality", on: values)
    #expect(verdict == "gopher_long_doc")
  }

  @Test func `measures a word of megabytes`() throws {
    let values = try ParityProbe().values(of: String(repeating: "k", count: 3_000_000))
    #expect(values["gopher-quality/mean-word-length"] == 3_000_000)
    #expect(values["dolma-gopher/median-word-length"] == 3_000_000)
    #expect(values["c4-lenient/sentences"] == 0)
    #expect(values.values.allSatisfy { $0.isFinite })
  }

  /// Carriage returns are white space at a line's end to all but FineWeb, which sees them stand after
  /// the full stop, and they count as characters.
  @Test func `reads CRLF as line ends`() throws {
    let lines = (1...8).map { "- The kettle and the lamp stand near window \($0)." }
    let feeds = try ParityProbe().values(of: lines.joined(separator: "\n"))
    let both = try ParityProbe().values(of: lines.joined(separator: "\r\n"))
    let same = feeds.keys.filter { rule in
      !rule.hasPrefix("gopher-repetition/") && rule != "fineweb/terminated-lines"
    }
    for rule in same { #expect(feeds[rule] == both[rule], "\(rule)") }
    #expect(feeds["fineweb/terminated-lines"] == 1)
    #expect(both["fineweb/terminated-lines"] == 1.0 / 8)
  }

  @Test(arguments: [
    "Το μικρό σπίτι κοντά στη θάλασσα έχει έναν κήπο.", "البيت الصغير قرب البحر له حديقة.",
    "Тихий сад лежит у реки и мост ведёт через воду.", "छोटा घर नदी के पास है और बगीचा।",
    "静かな庭は川のそばにあります。",
  ])
  func `counts letters of every script and no English stop words`(text: String) throws {
    let values = try ParityProbe().values(of: text)
    #expect(values["gopher-quality/alphabetic-words"] == 1)
    #expect(values["dolma-gopher/alphabetic-words"] == 1)
    #expect(values["gopher-quality/stop-words"] == 0)
    #expect(values["dolma-gopher/stop-words"] == 0)
    #expect(values["fineweb/terminated-lines"] == 1)
    #expect(values.values.allSatisfy { $0.isFinite })
  }
}
