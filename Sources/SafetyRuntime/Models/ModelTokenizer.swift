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
}
