import Checkpoints
import Diagnostics
import StrictJSON
import Tokenization

/// What `tokenizer_config.json` and `added_tokens.json` say beside a tokenizer's own files.
struct TokenizerSettings {
  private static let limits = JSONLimits(bytes: 4 << 20, depth: 16)
  private static let settings = "tokenizer_config.json"
  private static let addedTokens = "added_tokens.json"
  /// Classes of transformers that take `tokenizer.json` as it is, whatever the settings say.
  private static let plainClasses = ["PreTrainedTokenizerFast", "TokenizersBackend"]
  private static let hint =
    "load the tokenizer in transformers and call `save_pretrained` to get files that agree"

  private struct AddedToken {
    let content: String
    let id: Int
    /// Nil where the file does not say.
    let isSpecial: Bool?
    let file: String
  }

  private let settings: JSONFields?
  private let addedTokens: JSONFields?

  /// Those of the two files that a folder has; nothing is read.
  static func files(_ folder: CheckpointFolder) -> [String] {
    [settings, addedTokens].filter(folder.has)
  }

  /// Reads what is there.
  init(_ folder: CheckpointFolder) throws {
    settings = try Self.fields(Self.settings, folder)
    addedTokens = try Self.fields(Self.addedTokens, folder)
  }

  private static func fields(_ name: String, _ folder: CheckpointFolder) throws -> JSONFields? {
    guard folder.has(name) else { return nil }
    let file = try folder.open(name, maximum: limits.bytes)
    let value = try JSONValue(parsing: try file.bytes(), file: file.name, limits: limits)
    return try JSONFields(value, file: file.name, code: "classifier/tokenizer")
  }

  /// A setting, nil where it is not stated.
  func boolean(_ key: String) throws -> Bool? { try settings?.boolean(key) }

  /// Refuses options that transformers would replace by those stated here.
  ///
  /// - Throws: `classifier/tokenizer-settings`, with the field and both values.
  func check(_ options: TokenizerOptions) throws {
    let name = try settings?.string("tokenizer_class")
    guard let settings, !Self.plainClasses.contains(name ?? "") else { return }
    let lowercases = try boolean("do_lower_case")
    let fields = [
      ("do_lower_case", lowercases, options.lowercases),
      ("strip_accents", try boolean("strip_accents") ?? lowercases, options.stripsAccents),
      (
        "tokenize_chinese_chars", try boolean("tokenize_chinese_chars"),
        options.separatesIdeographs
      ),
      ("add_prefix_space", try boolean("add_prefix_space"), options.addsPrefixSpace),
    ]
    for case (let field, let stated?, let own?) in fields where stated != own {
      throw Diagnostic(
        "classifier/tokenizer-settings",
        "`\(field)` comes to \(stated), and to \(own) in `tokenizer.json`",
        at: .init(file: settings.file),
        hint: Self.hint
      )
    }
  }

  /// Refuses added tokens that the tokenizer would not find in a text.
  ///
  /// - Parameters:
  ///   - tokenizer: Read from the other files.
  ///   - isWhole: Whether those tell added tokens from the vocabulary.
  /// - Throws: `classifier/added-tokens` for the first one.
  func checkAddedTokens(of tokenizer: Tokenizer, isWhole: Bool) throws {
    for token in try listedTokens() {
      let known = tokenizer.id(of: token.content).map(Int.init)
      // No text spells a special token here, so that one may be missing.
      let isKnown = known == token.id || known == nil && token.isSpecial == true
      guard isKnown, isWhole || token.isSpecial != false else {
        throw Diagnostic(
          "classifier/added-tokens",
          "the added token of the id \(token.id) is not in the tokenizer's own files",
          at: .init(file: token.file),
          hint: Self.hint
        )
      }
    }
  }

  private func listedTokens() throws -> [AddedToken] {
    let ids = 0...Int(Int32.max)
    var tokens: [AddedToken] = []
    if let listed = try settings?.object("added_tokens_decoder") {
      for key in listed.keys {
        guard let id = Int(key), ids ~= id, let token = try listed.object(key) else {
          throw listed.problem(key, "is no id with a token")
        }
        tokens.append(
          AddedToken(
            content: try token.required("content", try token.string("content")),
            id: id,
            isSpecial: try token.boolean("special") ?? false,
            file: token.file
          )
        )
      }
    }
    guard let addedTokens else { return tokens }
    let special = Set(tokens.filter { $0.isSpecial == true }.map(\.content))
    return try tokens
      + addedTokens.keys.map { content in
        AddedToken(
          content: content,
          id: try addedTokens.required(content, try addedTokens.integer(content, ids)),
          isSpecial: special.contains(content) ? true : nil,
          file: addedTokens.file
        )
      }
  }
}
