import Diagnostics

/// Reads the component `model` and its vocabulary.
struct ModelReader {
  let reader: ComponentReader
  private(set) var vocabulary = Vocabulary()

  init(_ reader: ComponentReader) { self.reader = reader }

  private var problem: TokenizerProblem { reader.problem }

  mutating func read() throws(Diagnostic) -> TokenModel {
    switch reader.type.isEmpty ? guessedType : reader.type {
    case "WordPiece": return .wordPiece(try wordPiece())
    default:
      throw reader.unsupported(
        "type",
        "names the model `\(TokenizerProblem.quoted(reader.type))`, which is not supported"
      )
    }
  }

  /// Files of older versions do not say which model they hold.
  private var guessedType: String {
    if reader.view["merges"] != nil { return "BPE" }
    if reader.view["unk_id"] != nil { return "Unigram" }
    return reader.view["continuing_subword_prefix"] != nil ? "WordPiece" : ""
  }

  /// Reads a vocabulary of the form `{"token": id}`.
  private mutating func readVocabulary() throws(Diagnostic) {
    guard let view = reader.view["vocab"], view.kind == .object else {
      throw reader.malformed("vocab", "is no object")
    }
    vocabulary = try Self.vocabulary(view, path: "\(reader.path).vocab", problem)
  }

  static func vocabulary(
    _ view: JSONView,
    path: String,
    _ problem: TokenizerProblem
  ) throws(Diagnostic) -> Vocabulary {
    guard view.count <= TokenizerLimits.vocabulary else {
      throw problem.tooLarge(path, "has more than \(TokenizerLimits.vocabulary) entries")
    }
    var vocabulary = Vocabulary()
    try view.forEachMember { (token, value) throws(Diagnostic) in
      let entry = { () -> String in
        "\(path)[\"\(TokenizerProblem.quoted(String(decoding: token, as: UTF8.self)))\"]"
      }
      guard let id = value.integer else { throw problem.malformed(entry(), "is no whole number") }
      try vocabulary.add(token, id: id, path: entry(), problem: problem)
    }
    return vocabulary
  }

  private mutating func wordPiece() throws(Diagnostic) -> WordPieceModel {
    try reader.allow([
      "vocab", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word",
    ])
    try readVocabulary()
    let unknown = try reader.string("unk_token") ?? "[UNK]"
    guard let id = vocabulary.id(of: Array(unknown.utf8)) else {
      throw reader.malformed("unk_token", "is not in the vocabulary")
    }
    let longest = try reader.integer("max_input_chars_per_word", in: 1...1_000_000) ?? 100
    return try WordPieceModel(
      vocabulary: vocabulary,
      unknown: id,
      continuingPrefix: Array((try reader.string("continuing_subword_prefix") ?? "##").utf8),
      longestWord: longest,
      problem: problem
    )
  }
}
