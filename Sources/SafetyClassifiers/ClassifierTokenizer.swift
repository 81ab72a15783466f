import Checkpoints
import Diagnostics
import Tokenization

/// The tokenizer of a classifier's folder, from whichever files are there.
struct ClassifierTokenizer {
  /// What a tokenizer can be read from, the most complete first.
  private enum Source: CaseIterable {
    case tokenizerJSON
    case wordPiece
    case bytePairs
    /// XLM-R and CamemBERT, whose ids differ from those of the file.
    case fairseqPieces
    /// DeBERTa.
    case pieces

    var files: [String] {
      switch self {
      case .tokenizerJSON: ["tokenizer.json"]
      case .wordPiece: ["vocab.txt"]
      case .bytePairs: ["vocab.json", "merges.txt"]
      case .fairseqPieces: ["sentencepiece.bpe.model"]
      case .pieces: ["spm.model"]
      }
    }
  }

  /// Bound of what is read.
  private static let maximumBytes = 64 << 20

  private let folder: CheckpointFolder
  private let source: Source?

  /// Finds out what is there; nothing is read yet.
  init(_ folder: CheckpointFolder) {
    self.folder = folder
    source = Source.allCases.first { $0.files.allSatisfy(folder.has) }
  }

  /// The files that `read` opens.
  var files: [String] {
    guard let source else { return [] }
    return source.files + TokenizerSettings.files(folder)
  }

  /// Reads the tokenizer.
  ///
  /// - Throws: A diagnostic that names file and field.
  func read() throws -> Tokenizer {
    guard let source else {
      throw Diagnostic(
        "classifier/no-tokenizer",
        "the folder has no `tokenizer.json` and no vocabulary that is known",
        at: .init(file: folder.name),
        hint: "load the tokenizer in transformers and call `save_pretrained` to get it"
      )
    }
    let settings = try TokenizerSettings(folder)
    let tokenizer = try read(source, settings)
    try settings.check(tokenizer.options)
    try settings.checkAddedTokens(of: tokenizer, isWhole: source == .tokenizerJSON)
    return tokenizer
  }

  private func read(_ source: Source, _ settings: TokenizerSettings) throws -> Tokenizer {
    let files = try source.files.map { try folder.open($0, maximum: Self.maximumBytes) }
    let (bytes, name) = (try files[0].bytes(), files[0].name)
    switch source {
    case .tokenizerJSON: return try Tokenizer(tokenizerJSON: bytes, file: name)
    case .wordPiece:
      return try Tokenizer(
        wordPieceVocabulary: bytes,
        lowercase: try settings.boolean("do_lower_case") ?? true,
        separatesIdeographs: try settings.boolean("tokenize_chinese_chars") ?? true,
        stripsAccents: try settings.boolean("strip_accents"),
        file: name
      )
    case .bytePairs:
      return try Tokenizer(
        vocabularyJSON: bytes,
        merges: try files[1].bytes(),
        addsPrefixSpace: try settings.boolean("add_prefix_space") ?? false,
        file: name,
        mergesFile: files[1].name
      )
    case .fairseqPieces:
      return try Tokenizer(sentencePieceModel: bytes, layout: .fairseq, file: name)
    case .pieces: return try Tokenizer(sentencePieceModel: bytes, file: name)
    }
  }
}
