import Checkpoints
import Diagnostics
import Tokenization

/// The tokenizer of a model's folder.
enum ModelTokenizer {
  private static let maximumBytes = 128 << 20

  /// Reads `tokenizer.json`, or else `tokenizer.model`; nil where there is neither.
  ///
  /// - Throws: A diagnostic that names file and field.
  static func read(_ folder: CheckpointFolder) throws -> Tokenizer? {
    if folder.has("tokenizer.json") {
      let file = try folder.open("tokenizer.json", maximum: maximumBytes)
      return try Tokenizer(tokenizerJSON: try file.bytes(), file: file.name)
    }
    if folder.has("tokenizer.model") {
      let file = try folder.open("tokenizer.model", maximum: maximumBytes)
      return try Tokenizer(sentencePieceModel: try file.bytes(), file: file.name)
    }
    return nil
  }

  /// Makes the tokenizer that a GGUF file holds; nil where it holds none.
  ///
  /// - Throws: A diagnostic that names file and field.
  static func read(_ metadata: GGUFMetadata) throws -> Tokenizer? {
    let prefix = "tokenizer.ggml."
    guard let kind = try metadata.string(prefix + "model"), kind != "none" else { return nil }
    guard kind != "gemma4" else { return try readGemma4(metadata) }
    guard kind == "llama" else {
      throw metadata.problem(
        prefix + "model",
        "`\(kind)` is not supported, only `llama` and `gemma4`"
      )
    }
    let pieces = try metadata.required(
      prefix + "tokens",
      try metadata.strings(prefix + "tokens")
    )
    let scores = try metadata.floats(prefix + "scores") ?? []
    let types = try metadata.integers(prefix + "token_type", as: Int32.self) ?? []
    guard scores.count == pieces.count, types.count == pieces.count else {
      throw metadata.problem(prefix + "scores", "and `token_type` must be as many as the tokens")
    }
    var table = PieceTable()
    for (index, piece) in pieces.enumerated() {
      guard let kind = UInt64(exactly: types[index]).flatMap(PieceTable.Kind.init) else {
        throw metadata.problem(prefix + "token_type", "holds the unknown type \(types[index])")
      }
      table.append(piece, score: scores[index], kind: kind)
    }
    let ids = 0...Int(Int32.max)
    let begins = try metadata.boolean(prefix + "add_bos_token") ?? true
    let start = try metadata.integer(prefix + "bos_token_id", ids)
    return try Tokenizer(
      pieces: table,
      startID: begins ? start.map { Int32($0) } : nil,
      endID: nil,
      addsSpacePrefix: try metadata.boolean(prefix + "add_space_prefix") ?? false,
      file: metadata.file
    )
  }
}
