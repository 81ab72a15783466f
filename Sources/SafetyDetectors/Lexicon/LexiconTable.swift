/// The phrases of several lists with what each stands for; shared by all workers.
struct LexiconTable: Sendable {
  /// One meaning of a phrase.
  struct Posting: Sendable {
    var category: LexiconCategory
    /// The index of the category's rule.
    var rule: Int
    var weight: Double
  }

  let index: PhraseIndex
  private(set) var postings: [Posting] = []
  /// The postings of phrase p are `starts[p]..<starts[p + 1]`.
  private(set) var starts: [Int] = [0]

  /// Merges lists; a phrase in several keeps its largest weight in each category.
  init(_ lexicons: [Lexicon]) {
    var numbers: [[[UInt8]]: Int] = [:]
    var phrases: [[[UInt8]]] = []
    var weights: [[LexiconCategory: Double]] = []
    for term in lexicons.lazy.flatMap(\.terms) {
      let number = numbers[term.words] ?? phrases.count
      if number == phrases.count {
        numbers[term.words] = number
        phrases.append(term.words)
        weights.append([:])
      }
      weights[number][term.category] = max(weights[number][term.category] ?? 0, term.weight)
    }
    index = PhraseIndex(phrases)
    for meanings in weights {
      for (category, weight) in meanings.sorted(by: { $0.key.rule < $1.key.rule }) {
        postings.append(Posting(category: category, rule: category.rule, weight: weight))
      }
      starts.append(postings.count)
    }
  }

  func postings(of phrase: Int) -> Range<Int> { starts[phrase]..<starts[phrase + 1] }
}
