import Checkpoints
import Diagnostics
import StrictJSON
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

    /// Whether `tokenizer_config.json` says more about it.
    var hasSettings: Bool { self == .wordPiece || self == .bytePairs }
  }

  /// Bounds of what is read.
  private static let maximumBytes = 64 << 20
  private static let settingsLimits = JSONLimits(bytes: 4 << 20, depth: 16)
  private static let settings = "tokenizer_config.json"

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
    return source.files + (source.hasSettings && folder.has(Self.settings) ? [Self.settings] : [])
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
    let files = try source.files.map { try folder.open($0, maximum: Self.maximumBytes) }
    let (bytes, name) = (try files[0].bytes(), files[0].name)
    switch source {
    case .tokenizerJSON: return try Tokenizer(tokenizerJSON: bytes, file: name)
    case .wordPiece: return try wordPiece(bytes, name)
    case .bytePairs:
      return try Tokenizer(
        vocabularyJSON: bytes,
        merges: try files[1].bytes(),
        addsPrefixSpace: try settings()?.boolean("add_prefix_space") ?? false,
        file: name,
        mergesFile: files[1].name
      )
    case .fairseqPieces:
      return try Tokenizer(sentencePieceModel: bytes, layout: .fairseq, file: name)
    case .pieces: return try Tokenizer(sentencePieceModel: bytes, file: name)
    }
  }

  private func wordPiece(_ bytes: [UInt8], _ name: String) throws -> Tokenizer {
    let settings = try settings()
    return try Tokenizer(
      wordPieceVocabulary: bytes,
      lowercase: try settings?.boolean("do_lower_case") ?? true,
      separatesIdeographs: try settings?.boolean("tokenize_chinese_chars") ?? true,
      stripsAccents: try settings?.boolean("strip_accents"),
      file: name
    )
  }

  private func settings() throws -> JSONFields? {
    guard folder.has(Self.settings) else { return nil }
    let file = try folder.open(Self.settings, maximum: Self.settingsLimits.bytes)
    let value = try JSONValue(
      parsing: try file.bytes(),
      file: file.name,
      limits: Self.settingsLimits
    )
    return try JSONFields(value, file: file.name, code: "classifier/tokenizer")
  }
}
