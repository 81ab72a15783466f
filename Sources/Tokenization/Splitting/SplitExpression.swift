/// A regular expression that tokenizer files cut text with, known by its exact wording.
///
/// Each is written out as code: matches from the left, each alternative in its order.
enum SplitExpression: Sendable, Hashable, CaseIterable {
  /// GPT-2's and RoBERTa's.
  case gpt2
  /// `\s+`
  case spaces
  /// `\s{2,}|[\n\r\t]`, as transformers 5 writes it for DeBERTa.
  case spaceRuns
  /// `\w+|[^\w\s]+`
  case words
  /// The pre-tokenizer `Whitespace`: the same wording, read by a library with another `\w`.
  ///
  /// It stands behind `words`, so that the wording in a file is that one.
  case whitespace
  /// Llama 3's: contractions of any case, numbers of at most three digits.
  case llama3
  /// Qwen 2's: the same with single digits.
  case qwen2

  /// The wording in a file.
  var wording: StaticString {
    switch self {
    case .gpt2: #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    case .spaces: #"\s+"#
    case .spaceRuns: #"\s{2,}|[\n\r\t]"#
    case .words, .whitespace: #"\w+|[^\w\s]+"#
    case .llama3:
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    case .qwen2:
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    }
  }

  /// The expression of a wording, nil where it is none of these.
  static func named(_ wording: String) -> SplitExpression? {
    allCases.first { $0.wording.description == wording }
  }

  /// Calls `body` with each match from left to right.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - range: Where to look; nothing outside is seen.
  ///   - classes: The worker's table of `ScalarClass`.
  ///   - body: Receives a match, never an empty one.
  @inline(__always)
  func forEachMatch(
    in text: UnsafeRawBufferPointer,
    _ range: Range<Int>,
    _ classes: ScalarPages,
    _ body: (Range<Int>) -> Void
  ) {
    let cursor = SplitCursor(text: text, end: range.upperBound, classes: classes)
    var position = range.lowerBound
    while position < range.upperBound {
      let end: Int
      switch self {
      case .gpt2: end = cursor.gpt2(position)
      case .spaces: end = cursor.run(position, .space)
      case .spaceRuns: end = cursor.spaceRun(position)
      case .words: end = cursor.words(position, .patternWord)
      case .whitespace: end = cursor.words(position, .word)
      case .llama3: end = cursor.llama3(position, digits: 3)
      case .qwen2: end = cursor.llama3(position, digits: 1)
      }
      if end > position {
        body(position..<end)
        position = end
      } else {
        position += MappedText.length(text[position])
      }
    }
  }
}
