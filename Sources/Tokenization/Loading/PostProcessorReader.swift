import Diagnostics

/// Reads the component `post_processor`: what goes around a single text.
enum PostProcessorReader {
  static func read(
    _ reader: ComponentReader,
    into tokenizer: inout Tokenizer
  ) throws(Diagnostic) {
    switch reader.type {
    case "Sequence":
      try reader.allow(["processors"])
      for component in try reader.components("processors") {
        try read(component, into: &tokenizer)
      }
    case "TemplateProcessing": try readTemplate(reader, into: &tokenizer)
    case "BertProcessing":
      try reader.allow(["sep", "cls"])
      try readPair(reader, into: &tokenizer)
    case "RobertaProcessing":
      try reader.allow(["sep", "cls", "trim_offsets", "add_prefix_space"])
      try readPair(reader, into: &tokenizer)
      tokenizer.trimsRanges = try reader.bool("trim_offsets", default: true)
    case "ByteLevel":
      try reader.allow(["add_prefix_space", "trim_offsets", "use_regex"])
      tokenizer.trimsRanges = try reader.bool("trim_offsets", default: true)
    default:
      throw reader.unsupported(
        "type",
        "names the post-processor `\(TokenizerProblem.quoted(reader.type))`, which is not supported"
      )
    }
  }

  private static func readPair(
    _ reader: ComponentReader,
    into tokenizer: inout Tokenizer
  ) throws(Diagnostic) {
    tokenizer.specialTokens.prefix = [try pair(reader, "cls")]
    tokenizer.specialTokens.suffix = [try pair(reader, "sep")]
  }

  private static func pair(
    _ reader: ComponentReader,
    _ name: StaticString
  ) throws(Diagnostic) -> Int32 {
    var id: Int?
    guard let view = reader.view[name], view.kind == .array, view.count == 2 else {
      throw reader.malformed(name, "is no token with its id")
    }
    try view.forEachElement { (index, element) throws(Diagnostic) in
      if index == 1 { id = element.integer }
    }
    guard let id, 0..<TokenizerLimits.vocabulary ~= id else {
      throw reader.malformed(name, "has no id within the bounds of a vocabulary")
    }
    return Int32(id)
  }

  private static func readTemplate(
    _ reader: ComponentReader,
    into tokenizer: inout Tokenizer
  ) throws(Diagnostic) {
    try reader.allow(["single", "pair", "special_tokens"])
    var isAfter = false
    for part in try reader.components("single") {
      if let text = part.component("Sequence") {
        guard !isAfter else { throw reader.malformed("single", "holds its text twice") }
        try checkType(of: text)
        isAfter = true
      } else if let token = part.component("SpecialToken") {
        try checkType(of: token)
        let ids = try ids(of: try token.requiredString("id"), in: reader)
        if isAfter {
          tokenizer.specialTokens.suffix += ids
        } else {
          tokenizer.specialTokens.prefix += ids
        }
      } else {
        throw reader.problem.malformed(part.path, "is neither a text nor a special token")
      }
    }
    guard isAfter else { throw reader.malformed("single", "holds no text") }
  }

  /// Models are given the first type for every token.
  private static func checkType(of part: ComponentReader) throws(Diagnostic) {
    guard try part.integer("type_id", in: 0...255) ?? 0 == 0 else {
      throw part.unsupported("type_id", "is not 0, which is not supported in a single text")
    }
  }

  private static func ids(
    of token: String,
    in reader: ComponentReader
  ) throws(Diagnostic) -> [Int32] {
    var found: [Int32]?
    if let table = reader.view["special_tokens"] {
      try table.forEachMember { (key, value) throws(Diagnostic) in
        guard key.elementsEqual(token.utf8), let list = value["ids"] else { return }
        guard list.count <= TokenizerLimits.steps else {
          throw reader.malformed("special_tokens", "gives a token too many ids")
        }
        var ids: [Int32] = []
        try list.forEachElement { (_, id) throws(Diagnostic) in
          guard let id = id.integer, 0..<TokenizerLimits.vocabulary ~= id else {
            throw reader.malformed("special_tokens", "holds an id out of bounds")
          }
          ids.append(Int32(id))
        }
        found = ids
      }
    }
    guard let found else {
      throw reader.malformed("special_tokens", "lacks a token of `single`")
    }
    return found
  }
}
