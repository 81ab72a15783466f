import Diagnostics

/// Reads a lexicon line by line.
struct LexiconParser {
  let file: String
  let defaultCategory: LexiconCategory
  private(set) var terms: [LexiconTerm] = []
  private var places: [Key: Int] = [:]
  private var line = 0
  private let folder = TermFolder()

  /// What makes two lines speak of the same term.
  private struct Key: Hashable {
    var words: [[UInt8]]
    var category: LexiconCategory
  }

  init(file: String, defaultCategory: LexiconCategory) {
    self.file = file
    self.defaultCategory = defaultCategory
  }

  mutating func take(line bytes: ArraySlice<UInt8>) throws {
    line += 1
    var bytes = bytes
    if bytes.last == 0x0D { bytes = bytes.dropLast() }
    guard bytes.first != UInt8(ascii: "#"), bytes.contains(where: { $0 > 0x20 }) else { return }
    guard bytes.count <= Lexicon.Limits.lineBytes else {
      throw problem("lexicon/line-too-long", "a line of \(bytes.count) bytes", hint: Self.layout)
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw problem("lexicon/not-utf8", "a line that is not valid UTF-8", hint: Self.layout)
    }
    let fields = bytes.split(separator: 0x09, omittingEmptySubsequences: false)
    guard fields.count <= 3 else {
      throw problem("lexicon/too-many-columns", "\(fields.count) columns", hint: Self.layout)
    }
    let words = try words(of: fields[0])
    let weight = fields.count > 1 ? try weight(fields[1], after: fields[0].count) : 1
    let category = try fields.count > 2 ? category(fields[2], in: bytes) : defaultCategory
    try add(LexiconTerm(words: words, weight: weight, category: category))
  }

  private mutating func add(_ term: LexiconTerm) throws {
    let key = Key(words: term.words, category: term.category)
    if let place = places[key] {
      terms[place].weight = max(terms[place].weight, term.weight)
      return
    }
    guard terms.count < Lexicon.Limits.terms else {
      throw problem("lexicon/too-many-terms", "more than \(Lexicon.Limits.terms) terms")
    }
    places[key] = terms.count
    terms.append(term)
  }

  private func words(of field: ArraySlice<UInt8>) throws -> [[UInt8]] {
    let words = folder.words(of: field)
    guard !words.isEmpty else {
      throw problem("lexicon/empty-term", "a term without letters", hint: Self.layout)
    }
    guard words.count <= Lexicon.Limits.wordsPerTerm else {
      throw problem(
        "lexicon/too-many-words",
        "a term of \(words.count) words",
        hint: "a term has at most \(Lexicon.Limits.wordsPerTerm) words"
      )
    }
    return words
  }

  private func weight(_ field: ArraySlice<UInt8>, after offset: Int) throws -> Double {
    let text = Self.trimmed(field)
    let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    guard isPlain, let value = Double(text), value > 0, value <= Lexicon.Limits.weight else {
      throw problem(
        "lexicon/bad-weight",
        "weight `\(text.prefix(20))`",
        column: offset + 2,
        hint: "a weight is a number above 0 and at most 10, such as 1.5"
      )
    }
    return value
  }

  private func category(
    _ field: ArraySlice<UInt8>,
    in line: ArraySlice<UInt8>
  ) throws -> LexiconCategory {
    let text = Self.trimmed(field)
    if let category = LexiconCategory(rawValue: text) { return category }
    let names = LexiconCategory.allCases.map(\.rawValue)
    let meant = nearest(to: text, among: names).map { "did you mean `\($0)`?" }
    throw problem(
      "lexicon/unknown-category",
      "unknown category `\(text.prefix(40))`",
      column: field.startIndex - line.startIndex + 1,
      hint: meant ?? "one of \(names.joined(separator: ", "))"
    )
  }

  private static let layout = "a line is `term`, a tab, a weight, a tab and a category"

  private static func trimmed(_ field: ArraySlice<UInt8>) -> String {
    let start = field.firstIndex { $0 != 0x20 } ?? field.endIndex
    let end = field.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? start
    return String(decoding: field[start..<max(start, end)], as: UTF8.self)
  }

  private func problem(
    _ code: Diagnostic.Code,
    _ message: String,
    column: Int? = 1,
    hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(code, message, at: .init(file: file, line: line, column: column), hint: hint)
  }
}
