import Checkpoints
import Diagnostics
import StrictJSON
import Tokenization

/// The tokens and the chat template of a checkpoint folder, as a GGUF file has them.
package struct GemmaVocabulary: Sendable {
  private static let limits = JSONLimits(bytes: 16 << 20, depth: 32)
  private static let maximum = 64 << 20
  /// The signs of turns and images, which must not be read in a user's text.
  private static let special = [
    "<mask>", "<start_of_turn>", "<end_of_turn>", "<start_of_image>", "<end_of_image>",
    "<image_soft_token>",
  ]

  private var tokens: [VocabularyListing.Token]
  /// Jinja, as the folder states it.
  package let template: String?
  /// Which file the tokens come from.
  package let source: String

  /// Tokens that the tokenizer has, whatever rows the embedding has.
  package var count: Int { tokens.count }

  /// Reads `tokenizer.json`, else `tokenizer.model`; nil where there is neither.
  ///
  /// - Throws: A `tokenizer/…`, `json/…` or `checkpoint/…` diagnostic.
  package init?(_ folder: CheckpointFolder) throws {
    let files = ["tokenizer.json", "tokenizer.model"]
    guard let name = files.first(where: folder.has) else { return nil }
    let file = try folder.open(name, maximum: Self.maximum)
    let listing =
      name == files[0]
      ? try Tokenizer(tokenizerJSON: try file.bytes(), file: file.name).listing()
      : try VocabularyListing(sentencePieceModel: try file.bytes(), file: file.name)
    guard let listing else {
      throw Diagnostic(
        "gemma/no-gguf",
        "the tokenizer is none of byte pairs over characters, as Gemma's are",
        at: .init(file: file.name)
      )
    }
    source = name
    tokens = listing.tokens
    let settings = try Self.fields(folder, "tokenizer_config.json")
    template = try Self.template(folder, settings)
    if name == files[1] { try markSpecial(settings) }
  }

  /// `tokenizer.model` does not say which pieces are special; the family and what stands beside do.
  private mutating func markSpecial(_ settings: JSONFields?) throws {
    for name in Self.special {
      if let id = id(name), tokens[id].kind == .userDefined { tokens[id].kind = .control }
    }
    guard let added = try settings?.object("added_tokens_decoder") else { return }
    for key in added.keys {
      guard let id = Int(key), tokens.indices.contains(id), tokens[id].kind != .unknown else {
        continue
      }
      let isSpecial = try added.object(key)?.boolean("special") ?? false
      tokens[id].kind = isSpecial ? .control : .userDefined
    }
  }

  private static func fields(_ folder: CheckpointFolder, _ name: String) throws -> JSONFields? {
    guard folder.has(name) else { return nil }
    let file = try folder.open(name, maximum: limits.bytes)
    let root = try JSONValue(parsing: try file.bytes(), file: file.name, limits: limits)
    return try JSONFields(root, file: file.name, code: "checkpoint/tokenizer-config")
  }

  /// A text, or the one called `default` in a list; newer folders have a file of its own.
  private static func template(
    _ folder: CheckpointFolder,
    _ settings: JSONFields?
  ) throws -> String? {
    if folder.has("chat_template.jinja") {
      let file = try folder.open("chat_template.jinja", maximum: limits.bytes)
      return String(decoding: try file.bytes(), as: UTF8.self)
    }
    guard let settings, let value = settings.value("chat_template") else { return nil }
    guard case .array = value else { return try settings.string("chat_template") }
    let all = try settings.objects("chat_template") ?? []
    return try all.first { try $0.string("name") == "default" }?.string("template")
  }

  /// The id of a token by its text.
  private func id(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    return tokens.firstIndex { $0.text == bytes }
  }

  /// Adds the metadata, with as many tokens as the embedding has rows.
  package func add(to plan: inout GGUFPlan, rows: Int, _ configuration: GemmaConfiguration) {
    var texts = GGUFStrings()
    for id in 0..<rows {
      texts.append(id < tokens.count ? tokens[id].text : Array("[PAD\(id)]".utf8))
    }
    let known = tokens.prefix(rows)
    let missing = rows - known.count
    let unused = VocabularyListing.Kind.unused.rawValue
    plan.add("tokenizer.ggml.model", .string("llama"))
    plan.add("tokenizer.ggml.pre", .string("default"))
    plan.add("tokenizer.ggml.tokens", .strings(texts))
    plan.add(
      "tokenizer.ggml.scores",
      .floats(known.map(\.score) + Array(repeating: -1000, count: missing))
    )
    plan.add(
      "tokenizer.ggml.token_type",
      .int32s(known.map(\.kind.rawValue) + Array(repeating: unused, count: missing))
    )
    addMarkers(to: &plan, rows: rows, configuration)
    plan.add("tokenizer.ggml.add_bos_token", .boolean(true))
    plan.add("tokenizer.ggml.add_eos_token", .boolean(false))
    plan.add("tokenizer.ggml.add_space_prefix", .boolean(false))
    if let template { plan.add("tokenizer.chat_template", .string(template)) }
  }

  /// Names the tokens that begin and end texts, turns and messages.
  private func addMarkers(to plan: inout GGUFPlan, rows: Int, _ configuration: GemmaConfiguration) {
    let ends = configuration.endTokens.map { Int($0) }
    let (end, turn) = (id("<eos>") ?? ends.first, id("<end_of_turn>"))
    let ids = [
      "bos_token_id": Int(configuration.beginToken),
      "eos_token_id": end,
      "unknown_token_id": tokens.firstIndex { $0.kind == .unknown },
      "padding_token_id": id("<pad>"),
      "eot_token_id": turn,
      "eom_token_id": ends.first { $0 != end && $0 != turn },
    ]
    for (key, id) in ids.sorted(by: { $0.key < $1.key }) {
      guard let id, id < rows else { continue }
      plan.add("tokenizer.ggml.\(key)", .uint32(UInt32(id)))
    }
  }
}
