import Checkpoints
import Diagnostics
import Tokenization

/// The tokenizer of a classifier's folder, from whichever files are there.
enum ClassifierTokenizer {
  /// Bounds of what is read.
  private static let maximumBytes = 64 << 20
  private static let settingsLimits = JSONValue.Limits(bytes: 4 << 20, depth: 16)

  private static let whole = "tokenizer.json"
  private static let words = "vocab.txt"
  private static let settings = "tokenizer_config.json"

  /// The files that `read` opens.
  static func files(of folder: CheckpointFolder) -> [String] {
    if folder.has(whole) { return [whole] }
    guard folder.has(words) else { return [] }
    return folder.has(settings) ? [words, settings] : [words]
  }

  /// Reads `tokenizer.json`, or else a vocabulary of BERT's own tokenizer.
  ///
  /// - Throws: A diagnostic that names file and field.
  static func read(_ folder: CheckpointFolder) throws -> Tokenizer {
    if folder.has(whole) {
      let file = try folder.open(whole, maximum: maximumBytes)
      return try Tokenizer(tokenizerJSON: try file.bytes(), file: file.name)
    }
    guard folder.has(words) else {
      throw Diagnostic(
        "classifier/no-tokenizer",
        "the folder has neither `\(whole)` nor `\(words)`",
        at: .init(file: folder.name),
        hint: "load the tokenizer in transformers and call `save_pretrained` to get `\(whole)`"
      )
    }
    return try wordPiece(folder)
  }

  private static func wordPiece(_ folder: CheckpointFolder) throws -> Tokenizer {
    let file = try folder.open(words, maximum: maximumBytes)
    var fields: JSONFields?
    if folder.has(settings) {
      let text = try folder.open(settings, maximum: settingsLimits.bytes)
      let value = try JSONValue(
        parsing: try text.bytes(),
        file: text.name,
        limits: settingsLimits
      )
      fields = try JSONFields(value, file: text.name, code: "classifier/tokenizer")
    }
    return try Tokenizer(
      wordPieceVocabulary: try file.bytes(),
      lowercase: try fields?.boolean("do_lower_case") ?? true,
      separatesIdeographs: try fields?.boolean("tokenize_chinese_chars") ?? true,
      stripsAccents: try fields?.boolean("strip_accents"),
      file: file.name
    )
  }
}
