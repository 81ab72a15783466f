import CorpusFiltering
import FuzzSupport
import SafetyCore
import Testing

/// The index of hashes against lists of words that are compared one by one.
struct ContaminationReferenceTests {
  /// Few, so that items share some of their words.
  private static let vocabulary = ["silver", "kettle", "dance"]

  private static func text(_ count: Int, _ random: inout Fuzz.Generator) -> [String] {
    (0..<count).compactMap { _ in vocabulary.randomElement(using: &random) }
  }

  private static func grams(_ words: [String], _ settings: ContaminationSettings) -> Set<[String]> {
    guard words.count < settings.ngram else { return Set(windows(words, settings.ngram)) }
    return words.count >= settings.shortWords ? [words] : []
  }

  private static func windows(_ words: [String], _ size: Int) -> [[String]] {
    guard words.count >= size else { return [] }
    return (0...words.count - size).map { Array(words[$0..<$0 + size]) }
  }

  /// The items of which a document holds words that at most `maxItems` of them have.
  private static func held(
    by document: [String],
    of items: [String: [String]],
    _ settings: ContaminationSettings
  ) -> Set<String> {
    var holders: [[String]: Set<String>] = [:]
    for (id, words) in items {
      for gram in grams(words, settings) { holders[gram, default: []].insert(id) }
    }
    var held: Set<String> = []
    for size in settings.shortWords...settings.ngram {
      for gram in windows(document, size) {
        guard let own = holders[gram], own.count <= settings.maxItems else { continue }
        held.formUnion(own)
      }
    }
    return held
  }

  @Test func `finds exactly what comparing words finds`() throws {
    var settings = ContaminationSettings()
    (settings.ngram, settings.shortWords, settings.maxItems) = (6, 4, 3)
    try Fuzz.rounds(100, seed: 47_000) { round, generator in
      var items: [String: [String]] = [:]
      for number in 0..<200 { items["\(number)"] = Self.text(3 + number % 9, &generator) }
      let texts = items.mapValues { [$0.joined(separator: " ")] }
      let probe = ContaminationProbe(["tea": texts]) { $0 = settings }
      let document = Self.text(300, &generator)
      let found = try probe.inspect(document.joined(separator: " ")).spans
      let expected = Self.held(by: document, of: items, settings)
      #expect(Set(found.compactMap(\.origin?.item)) == expected, "round \(round)")
      #expect(!expected.isEmpty)
    }
  }
}
