import Diagnostics
import StrictJSON

/// Reads the component `model` and its vocabulary.
struct ModelReader {
  let reader: ComponentReader
  private(set) var vocabulary = Vocabulary()

  init(_ reader: ComponentReader) { self.reader = reader }

  private var problem: TokenizerProblem { reader.problem }

  mutating func read() throws(Diagnostic) -> TokenModel {
    switch reader.type.isEmpty ? guessedType : reader.type {
    case "WordPiece": return .wordPiece(try wordPiece())
    case "BPE": return .bytePair(try bytePair())
    case "Unigram": return .unigram(try unigram())
    case "WordLevel":
      try reader.allow(["vocab", "unk_token"])
      try readVocabulary()
      return .wordLevel(WordLevelModel(words: vocabulary, unknown: try unknown("unk_token")))
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
    vocabulary.reserveCapacity(view.count)
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
    let lengths = 1...TokenizerLimits.wordCharacters
    let longest = try reader.integer("max_input_chars_per_word", in: lengths) ?? 100
    return try WordPieceModel(
      vocabulary: vocabulary,
      unknown: id,
      continuingPrefix: Array((try reader.string("continuing_subword_prefix") ?? "##").utf8),
      longestWord: longest,
      problem: problem
    )
  }

  /// The id of the token that a field names, nil where the field is missing or null.
  private func unknown(_ name: StaticString) throws(Diagnostic) -> Int32? {
    guard let token = try reader.string(name) else { return nil }
    guard let id = vocabulary.id(of: Array(token.utf8)) else {
      throw reader.malformed(name, "is not in the vocabulary")
    }
    return id
  }

  private mutating func bytePair() throws(Diagnostic) -> BytePairModel {
    try reader.allow([
      "vocab", "merges", "dropout", "unk_token", "continuing_subword_prefix",
      "end_of_word_suffix", "fuse_unk", "byte_fallback", "ignore_merges",
    ])
    if let dropout = reader.view["dropout"], dropout.number != 0 {
      throw reader.unsupported("dropout", "would make ids a matter of chance")
    }
    if let prefix = try reader.string("continuing_subword_prefix"), !prefix.isEmpty {
      throw reader.unsupported("continuing_subword_prefix", "is not supported in a `BPE` model")
    }
    if let suffix = try reader.string("end_of_word_suffix"), !suffix.isEmpty {
      throw reader.unsupported("end_of_word_suffix", "is not supported")
    }
    try readVocabulary()
    let hasFallback = try reader.bool("byte_fallback", default: false)
    return BytePairModel(
      pieces: vocabulary,
      merges: try merges(),
      byteIDs: nil,
      fallbackIDs: hasFallback ? BytePairModel.fallbackIDs(in: vocabulary) : nil,
      unknown: try unknown("unk_token"),
      fusesUnknown: try reader.bool("fuse_unk", default: false),
      ignoresMerges: try reader.bool("ignore_merges", default: false)
    )
  }

  /// Reads merges as pairs or as two tokens with a space between.
  private func merges() throws(Diagnostic) -> MergeTable {
    guard let list = reader.view["merges"], list.kind == .array else {
      throw reader.malformed("merges", "is no list")
    }
    guard list.count <= TokenizerLimits.merges else {
      throw problem.tooLarge("model.merges", "has more than \(TokenizerLimits.merges) entries")
    }
    var table = MergeTable(capacity: list.count)
    var joined: [UInt8] = []
    try list.forEachElement { (index, entry) throws(Diagnostic) in
      let path = { "model.merges[\(index)]" }
      guard let (left, right) = try Self.pair(entry) else {
        throw problem.malformed(path(), "is no pair of tokens")
      }
      try Self.add(left, right, rank: index, to: &table, vocabulary, &joined, path, problem)
    }
    return table
  }

  /// The two tokens of a merge, nil where there are more or fewer.
  private static func pair(
    _ entry: JSONView
  ) throws(Diagnostic) -> (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
    if let text = entry.bytes {
      guard let cut = text.firstIndex(of: 0x20), text.lastIndex(of: 0x20) == cut else { return nil }
      return (text[..<cut], text[(cut + 1)...])
    }
    guard entry.count == 2 else { return nil }
    var left: ArraySlice<UInt8> = []
    var right: ArraySlice<UInt8> = []
    try entry.forEachElement { (index, part) throws(Diagnostic) in
      if index == 0 { left = part.bytes ?? [] } else { right = part.bytes ?? [] }
    }
    return (left, right)
  }

  /// Adds the merge of two tokens, which with their result must be in the vocabulary.
  ///
  /// - Parameters:
  ///   - left: The first token.
  ///   - right: The second one.
  ///   - rank: How early the merge is due.
  ///   - table: Receives it.
  ///   - vocabulary: Knows the tokens.
  ///   - joined: Memory to work in.
  ///   - path: Names the merge in errors.
  ///   - problem: Names the file in errors.
  /// - Throws: `Diagnostic` for a merge of or to what is no token.
  static func add(
    _ left: ArraySlice<UInt8>,
    _ right: ArraySlice<UInt8>,
    rank: Int,
    to table: inout MergeTable,
    _ vocabulary: Vocabulary,
    _ joined: inout [UInt8],
    _ path: () -> String,
    _ problem: TokenizerProblem
  ) throws(Diagnostic) {
    joined.removeAll(keepingCapacity: true)
    joined += left
    joined += right
    guard let leftID = vocabulary.id(of: left), let rightID = vocabulary.id(of: right),
      let id = vocabulary.id(of: joined)
    else { throw problem.malformed(path(), "holds or makes what is no token") }
    table.insert(leftID, rightID, MergeTable.Merge(rank: UInt32(rank), id: id))
  }

  private mutating func unigram() throws(Diagnostic) -> UnigramModel {
    try reader.allow(["vocab", "unk_id", "byte_fallback"])
    guard let list = reader.view["vocab"], list.kind == .array else {
      throw reader.malformed("vocab", "is no list")
    }
    guard list.count <= TokenizerLimits.vocabulary else {
      throw problem.tooLarge("model.vocab", "has more than \(TokenizerLimits.vocabulary) entries")
    }
    var scores: [Double] = []
    scores.reserveCapacity(list.count)
    try list.forEachElement { (index, entry) throws(Diagnostic) in
      var piece: ArraySlice<UInt8>?
      var score: Double?
      try entry.forEachElement { (part, value) throws(Diagnostic) in
        if part == 0 { piece = value.bytes } else { score = value.number }
      }
      guard entry.count == 2, let piece, let score, score.isFinite else {
        throw problem.malformed("model.vocab[\(index)]", "is no piece with its score")
      }
      scores.append(score)
      try vocabulary.add(piece, id: index, path: "model.vocab[\(index)]", problem: problem)
    }
    guard !scores.isEmpty, let unknown = try reader.integer("unk_id", in: 0...scores.count - 1)
    else { throw reader.malformed("unk_id", "is missing") }
    return try UnigramModel(
      pieces: vocabulary,
      scores: scores,
      unknown: Int32(unknown),
      hasFallback: try reader.bool("byte_fallback", default: false),
      problem: problem
    )
  }
}
