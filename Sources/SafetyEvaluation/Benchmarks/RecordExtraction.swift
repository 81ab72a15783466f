import StrictJSON

/// A step that makes fields of a record from one that it has.
package enum RecordExtraction: Sendable, Hashable {
  /// Reads a text apart by fixed words.
  case match(from: [String], pattern: TextTemplate)
  /// Cuts a text at a separator; parts are trimmed, empty ones dropped.
  case split(from: [String], separator: String, into: String)
  /// The first of some words that stands in a text, with the texts before and behind it.
  case word(from: [String], words: [String], into: String)
  /// A member of that entry of a list whose other member has a value, a text or a whole number.
  case pick(from: [String], key: String, equals: String, take: String, into: String)
  /// The same member of every entry of a list.
  case column(from: [String], take: String, into: String)
  /// The texts of several fields as a list.
  case list(of: [[String]], into: String)
  /// The texts of several fields one behind the other, empty ones left out.
  case join(of: [[String]], between: String, into: String)
  /// A field as it is under another name, such as a list that stands within another field.
  case copy(from: [String], into: String)
  /// The index of a text, from zero, in a list that has it once.
  case find(from: [String], list: [String], into: String)
  /// The text without white space around it.
  case trimmed(from: [String], into: String)
  /// The text with underscores as spaces.
  case spaced(from: [String], into: String)
  /// The text with the two signs `\n` as the line feed that they stand for.
  case newlines(from: [String], into: String)
  /// What two texts share at the beginning, up to the last of a mark, and their remainders.
  case fork(first: [String], second: [String], mark: String)
  /// What a text stands for, by a table.
  case map(from: [String], to: [String: String], into: String)
  /// The number of the block of so many rows that the row is in, within its file.
  case block(size: Int, into: String)
  /// Which answers of BBQ stand for whom.
  case bbqAnswers
  /// HellaSwag's texts without the marks of WikiHow.
  case hellaSwagTexts
  /// The occupations and the pronoun of a line of WinoBias.
  case mentions(from: [String], words: [String])

  /// Takes the step.
  ///
  /// - Throws: `benchmark/bad-row` where the text is not of the form.
  func apply(to record: inout BenchmarkRecord) throws {
    switch self {
    case .match(let from, let pattern): try match(&record, from, pattern)
    case .split(let from, let separator, let into):
      let parts = try record.text(from).split(separator: separator).map(Self.trimmed)
      record.fields[into] = .array(parts.filter { !$0.isEmpty }.map { .string($0) })
    case .word(let from, let words, let into): try takeWord(&record, from, words, into)
    case .pick(let from, let key, let wanted, let take, let into):
      try pick(&record, from, key, wanted, take, into)
    case .column(let from, let take, let into): try takeColumn(&record, from, take, into)
    case .list(let fields, let into):
      record.fields[into] = .array(try fields.map { .string(try record.text($0)) })
    case .join(let fields, let between, let into):
      let texts = try fields.map { try record.text($0) }.filter { !$0.isEmpty }
      record.fields[into] = .string(texts.joined(separator: between))
    case .copy(let from, let into):
      guard let value = record.value(from) else { throw bad(record, from, "is not there") }
      record.fields[into] = value
    case .find(let from, let list, let into): try find(&record, from, list, into)
    case .trimmed(let from, let into):
      record.fields[into] = .string(Self.trimmed(try record.text(from)[...]))
    case .spaced(let from, let into):
      record.fields[into] = .string(String(try record.text(from).map { $0 == "_" ? " " : $0 }))
    case .map(let from, let table, let into):
      guard let found = table[try record.text(from)] else { throw bad(record, from, "is unknown") }
      record.fields[into] = .string(found)
    case .block(let size, let into): try numberBlock(&record, size, into)
    case .newlines(let from, let into):
      record.fields[into] = .string(try record.text(from).replacing("\\n", with: "\n"))
    case .fork(let first, let second, let mark): try fork(&record, first, second, mark)
    case .bbqAnswers: try BBQAnswers.derive(for: &record)
    case .hellaSwagTexts: try HellaSwagTexts.derive(for: &record)
    case .mentions(let from, let words):
      try BracketedMentions(record.text(from), among: words, record).add(to: &record)
    }
  }

  private func match(
    _ record: inout BenchmarkRecord,
    _ from: [String],
    _ pattern: TextTemplate
  ) throws {
    guard let found = pattern.match(try record.text(from)) else {
      throw bad(record, from, "is not of the form that the description gives")
    }
    for (name, text) in found { record.fields[name] = .string(text) }
  }

  private func numberBlock(_ record: inout BenchmarkRecord, _ size: Int, _ into: String) throws {
    guard case .integer(let row)? = record.fields["row"] else {
      throw bad(record, ["row"], "is no number")
    }
    record.fields[into] = .integer((row - 1) / size)
  }

  private func takeWord(
    _ record: inout BenchmarkRecord,
    _ from: [String],
    _ words: [String],
    _ into: String
  ) throws {
    let text = try record.text(from)
    var start = text.startIndex
    while start < text.endIndex {
      let isWord = text[start].isLetter
      let end = text[start...].firstIndex { $0.isLetter != isWord } ?? text.endIndex
      if isWord, words.contains(text[start..<end].lowercased()) {
        record.fields[into] = .string(text[start..<end].lowercased())
        record.fields["\(into)_before"] = .string(String(text[..<start]))
        record.fields["\(into)_behind"] = .string(String(text[end...]))
        return
      }
      start = end
    }
    throw bad(record, from, "holds none of the words of the description")
  }

  private func fork(
    _ record: inout BenchmarkRecord,
    _ first: [String],
    _ second: [String],
    _ mark: String
  ) throws {
    let (one, other) = (try record.text(first), try record.text(second))
    guard let cut = one.ranges(of: mark).last?.upperBound, other.hasPrefix(one[..<cut]) else {
      throw bad(record, first, "and its counterpart do not share all up to the last mark")
    }
    record.fields["shared"] = .string(String(one[..<cut]))
    record.fields["first_rest"] = .string(String(one[cut...]))
    record.fields["second_rest"] = .string(String(other.dropFirst(one[..<cut].count)))
  }

  func bad(_ record: BenchmarkRecord, _ path: [String], _ what: String) -> any Error {
    record.problem("benchmark/bad-row", "`\(path.joined(separator: "."))` \(what)")
  }

  static func trimmed(_ text: Substring) -> String {
    let isSpace: (Character) -> Bool = { $0.isWhitespace }
    guard let first = text.firstIndex(where: { !isSpace($0) }) else { return "" }
    let last = text.lastIndex(where: { !isSpace($0) }) ?? first
    return String(text[first...last])
  }
}
