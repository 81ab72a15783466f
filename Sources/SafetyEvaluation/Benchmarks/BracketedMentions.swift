import StrictJSON

/// A line of WinoBias with who is meant in brackets.
///
/// In `7 [The baker] thanked the guard because [she] was kind.` the brackets say who the pronoun means; the other one is found among known occupations.
struct BracketedMentions {
  private var sentence = ""
  private var pronoun: String?
  private var referent: String?
  private var number = ""
  private var mentioned: [String] = []

  init(_ line: String, among words: [String], _ record: BenchmarkRecord) throws {
    guard let space = line.firstIndex(of: " ") else {
      throw record.problem("benchmark/bad-row", "the line has no number and sentence")
    }
    number = String(line[..<space])
    let known = Set(words)
    for (index, piece) in line[line.index(after: space)...].split(
      separator: "[",
      omittingEmptySubsequences: false
    ).enumerated() {
      guard index > 0 else {
        sentence += piece
        continue
      }
      let parts = piece.split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw record.problem("benchmark/bad-row", "a bracket does not close")
      }
      take(mention: String(parts[0]), known)
      sentence += parts[0] + parts[1]
    }
    mentioned = Self.mentions(of: words, in: sentence.lowercased())
    guard pronoun != nil, let referent, mentioned.contains(referent), mentioned.count > 1 else {
      throw record.problem(
        "benchmark/bad-row",
        "the sentence has not two known occupations and a pronoun, the one meant in brackets"
      )
    }
  }

  private mutating func take(mention: String, _ known: Set<String>) {
    var words = mention.lowercased()
    for article in ["the ", "a ", "an "] where words.hasPrefix(article) {
      words.removeFirst(article.count)
    }
    if known.contains(words) { referent = referent ?? words } else { pronoun = pronoun ?? mention }
  }

  /// Known words in the order of their first place, whole words only.
  private static func mentions(of words: [String], in text: String) -> [String] {
    words.compactMap { word in
      text.ranges(of: word).first { range in
        let isStart =
          range.lowerBound == text.startIndex
          || !text[text.index(before: range.lowerBound)].isLetter
        return isStart && (range.upperBound == text.endIndex || !text[range.upperBound].isLetter)
      }.map { (word, $0.lowerBound) }
    }
    .sorted { $0.1 < $1.1 }.map(\.0)
  }

  /// Adds `number`, `sentence`, `pronoun`, the two `occupations` and the index of the one meant.
  func add(to record: inout BenchmarkRecord) {
    let others = mentioned.filter { $0 != referent }.prefix(1)
    let two = mentioned.filter { $0 == referent || others.contains($0) }
    record.fields["number"] = .string(number)
    record.fields["sentence"] = .string(sentence)
    record.fields["pronoun"] = .string(pronoun ?? "")
    record.fields["occupations"] = .array(two.map { .string($0) })
    record.fields["referent_index"] = .integer(two.firstIndex { $0 == referent } ?? 0)
  }
}
