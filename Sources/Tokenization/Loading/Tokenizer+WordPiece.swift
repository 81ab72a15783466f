import Diagnostics

extension Tokenizer {
  /// Reads a `vocab.txt`, one token a line, as BERT's own tokenizer does.
  ///
  /// - Parameters:
  ///   - lines: All of the file.
  ///   - lowercase: `do_lower_case` of `tokenizer_config.json`.
  ///   - separatesIdeographs: `tokenize_chinese_chars` there.
  ///   - stripsAccents: `strip_accents` there; as `lowercase` where it is nil.
  ///   - file: The file's name in errors.
  /// - Throws: `Diagnostic` where the vocabulary is too large or lacks a special token.
  package init(
    wordPieceVocabulary lines: [UInt8],
    lowercase: Bool,
    separatesIdeographs: Bool = true,
    stripsAccents: Bool? = nil,
    file: String
  ) throws(Diagnostic) {
    let problem = TokenizerProblem(file: file)
    let vocabulary = try Self.vocabulary(lines, problem)
    guard let unknown = vocabulary.id(of: "[UNK]".utf8) else {
      throw problem.malformed("", "the vocabulary lacks `[UNK]`")
    }
    let model = try WordPieceModel(
      vocabulary: vocabulary,
      unknown: unknown,
      continuingPrefix: Array("##".utf8),
      longestWord: 100,
      problem: problem
    )
    self.init(model: .wordPiece(model))
    self.vocabulary = vocabulary
    let options = BertNormalizer(
      cleansText: true,
      separatesIdeographs: separatesIdeographs,
      stripsAccents: stripsAccents ?? lowercase,
      lowercases: lowercase
    )
    normalizer.steps = [.bert(options)]
    splitter.steps = [.bert]
    decoder.steps = [.wordPiece(prefix: model.continuingPrefix, cleansUp: true)]
    try addBertTokens(problem)
  }

  private static func vocabulary(
    _ lines: [UInt8],
    _ problem: TokenizerProblem
  ) throws(Diagnostic) -> Vocabulary {
    var vocabulary = Vocabulary()
    var start = 0
    var id = 0
    while start < lines.count {
      let end = lines[start...].firstIndex(of: 0x0A) ?? lines.count
      var token = lines[start..<end]
      // White space at a line's end is no part of the token, as in HF tokenizers.
      while token.last == 0x20 || (0x09...0x0D).contains(token.last ?? 0) { token.removeLast() }
      guard token.withUnsafeBytes({ UTF8Repair.isValid($0) }) else {
        throw problem.malformed("line \(id + 1)", "is not valid UTF-8")
      }
      try vocabulary.add(token, id: id, path: "line \(id + 1)", problem: problem)
      id += 1
      start = end + 1
    }
    return vocabulary
  }

  private mutating func addBertTokens(_ problem: TokenizerProblem) throws(Diagnostic) {
    for name in ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] {
      guard let id = vocabulary.id(of: name.utf8) else {
        guard name == "[MASK]" || name == "[PAD]" else {
          throw problem.malformed("", "the vocabulary lacks `\(name)`")
        }
        continue
      }
      let token = AddedToken(id: id, content: Array(name.utf8), isSpecial: true)
      try add(token, path: name, problem)
    }
    specialTokens.prefix = vocabulary.id(of: "[CLS]".utf8).map { [$0] } ?? []
    specialTokens.suffix = vocabulary.id(of: "[SEP]".utf8).map { [$0] } ?? []
    specialTokens.unknown = model.unknown
  }
}
