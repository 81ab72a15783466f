import Diagnostics
import StrictJSON

extension Tokenizer {
  /// Reads a `vocab.json` and its `merges.txt`, as RoBERTa and GPT-2 have them.
  ///
  /// Where `<s>` and `</s>` are in the vocabulary they go around a text.
  /// - Parameters:
  ///   - vocabulary: All of `vocab.json`.
  ///   - merges: All of `merges.txt`.
  ///   - addsPrefixSpace: `add_prefix_space` of `tokenizer_config.json`.
  ///   - file: The name of `vocab.json` in errors.
  ///   - mergesFile: The name of `merges.txt` in errors.
  /// - Throws: `Diagnostic` for what is malformed or too large.
  package init(
    vocabularyJSON vocabulary: [UInt8],
    merges: [UInt8],
    addsPrefixSpace: Bool = false,
    file: String,
    mergesFile: String
  ) throws(Diagnostic) {
    let problem = TokenizerProblem(file: file)
    let pieces = try Self.pieces(vocabulary, problem)
    let model = BytePairModel(
      pieces: pieces,
      merges: try Self.merges(merges, pieces, TokenizerProblem(file: mergesFile)),
      unknown: pieces.id(of: "<unk>".utf8)
    )
    self.init(model: .bytePair(model))
    self.vocabulary = pieces
    splitter.steps = [.byteLevel(addsPrefixSpace: addsPrefixSpace, usesExpression: true)]
    decoder.steps = [.byteLevel]
    trimsRanges = true
    try makeByteLevelIfNeeded(problem)
    for name in ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "<|endoftext|>"] {
      guard let id = pieces.id(of: name.utf8) else { continue }
      let token = AddedToken(
        id: id,
        content: Array(name.utf8),
        isSpecial: true,
        stripsLeft: name == "<mask>"
      )
      try add(token, path: name, problem)
    }
    if let start = id(of: "<s>"), let end = id(of: "</s>") {
      specialTokens.prefix = [start]
      specialTokens.suffix = [end]
    }
    specialTokens.unknown = model.unknown
  }

  private static func pieces(
    _ bytes: [UInt8],
    _ problem: TokenizerProblem
  ) throws(Diagnostic) -> Vocabulary {
    let result = bytes.withUnsafeBytes { all in
      Result { () throws(Diagnostic) in
        try JSONDocument(all, file: problem.file, limits: TokenizerLimits.json)
      }
    }
    let document = try result.get()
    guard document.root.kind == .object else {
      throw problem.malformed("", "the JSON text is no object")
    }
    return try ModelReader.vocabulary(document.root, path: "", problem)
  }

  private static func merges(
    _ lines: [UInt8],
    _ pieces: Vocabulary,
    _ problem: TokenizerProblem
  ) throws(Diagnostic) -> MergeTable {
    var table = MergeTable(capacity: min(lines.count / 4, TokenizerLimits.merges))
    var joined: [UInt8] = []
    var start = 0
    var line = 0
    var rank = 0
    while start < lines.count {
      let end = lines[start...].firstIndex(of: 0x0A) ?? lines.count
      var text = lines[start..<end]
      if text.last == 0x0D { text.removeLast() }
      start = end + 1
      line += 1
      if text.isEmpty || line == 1 && text.starts(with: "#version".utf8) { continue }
      let path = { "line \(line)" }
      let parts = text.split(separator: 0x20, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw problem.malformed(path(), "is no pair of tokens") }
      guard rank < TokenizerLimits.merges else {
        throw problem.tooLarge(path(), "is one merge too many")
      }
      try ModelReader.add(
        parts[0],
        parts[1],
        rank: rank,
        to: &table,
        pieces,
        &joined,
        path,
        problem
      )
      rank += 1
    }
    return table
  }
}
