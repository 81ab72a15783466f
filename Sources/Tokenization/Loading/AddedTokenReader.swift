import Diagnostics

/// Reads the list `added_tokens`.
enum AddedTokenReader {
  static func read(
    _ root: ComponentReader,
    into tokenizer: inout Tokenizer
  ) throws(Diagnostic) {
    guard let list = root.view["added_tokens"] else { return }
    let problem = root.problem
    guard list.kind == .array else { throw problem.malformed("added_tokens", "is no list") }
    guard list.count <= TokenizerLimits.addedTokens else {
      throw problem.tooLarge(
        "added_tokens",
        "has more than \(TokenizerLimits.addedTokens) entries"
      )
    }
    try list.forEachElement { (index, view) throws(Diagnostic) in
      let path = "added_tokens[\(index)]"
      let reader = ComponentReader(view: view, path: path, problem: problem)
      try tokenizer.add(try token(reader, tokenizer), path: path, problem)
    }
  }

  private static func token(
    _ reader: ComponentReader,
    _ tokenizer: Tokenizer
  ) throws(Diagnostic) -> AddedToken {
    try reader.allow([
      "id", "content", "special", "normalized", "single_word", "lstrip", "rstrip",
    ])
    let content = Array(try reader.requiredString("content").utf8)
    guard let stated = try reader.integer("id", in: 0...TokenizerLimits.vocabulary - 1) else {
      throw reader.malformed("id", "is missing")
    }
    // A token that the model has keeps the model's id.
    let known = tokenizer.vocabulary.id(of: content)
    guard known != nil || stated == nextID(tokenizer) else {
      throw reader.malformed(
        "id",
        "is \(stated), where HF tokenizers give the token the next id, \(nextID(tokenizer))"
      )
    }
    let isSpecial = try reader.bool("special", default: false)
    return AddedToken(
      id: known ?? Int32(stated),
      content: content,
      isSpecial: isSpecial,
      isNormalized: try reader.bool("normalized", default: !isSpecial),
      isSingleWord: try reader.bool("single_word", default: false),
      stripsLeft: try reader.bool("lstrip", default: false),
      stripsRight: try reader.bool("rstrip", default: false)
    )
  }

  /// The id of the next token that is not in the vocabulary; HF tokenizers heed no other one.
  private static func nextID(_ tokenizer: Tokenizer) -> Int {
    // Pieces of a Unigram model are numbered as they stand, even where two are spelled alike.
    if case .unigram = tokenizer.model { return tokenizer.vocabulary.bound }
    return tokenizer.vocabulary.count
  }
}

extension Tokenizer {
  /// Takes up an added token; the normalizer must be set already.
  mutating func add(
    _ token: AddedToken,
    path: String,
    _ problem: TokenizerProblem
  ) throws(Diagnostic) {
    try vocabulary.add(token.content, id: Int(token.id), path: path, problem: problem)
    if token.isSpecial { specialIDs.insert(token.id) }
    let isAdded: Bool
    if token.isNormalized, !normalizer.steps.isEmpty {
      var (text, spare) = (MappedText(), MappedText())
      token.content.withUnsafeBytes { text.append(original: $0, at: 0) }
      _ = normalizer.apply(to: &text, spare: &spare, classes: ScalarClass.table())
      isAdded = normalizedTokens.add(token, spelled: text.bytes)
    } else if token.isNormalized {
      isAdded = normalizedTokens.add(token, spelled: token.content)
    } else {
      isAdded = rawTokens.add(token, spelled: token.content)
    }
    guard isAdded else { throw problem.tooLarge(path, "is one added token too many") }
  }
}
