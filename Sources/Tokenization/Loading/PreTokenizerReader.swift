import Diagnostics

/// Reads the component `pre_tokenizer`.
enum PreTokenizerReader {
  static func read(_ reader: ComponentReader) throws(Diagnostic) -> TextSplitter {
    var splitter = TextSplitter()
    try append(reader, to: &splitter.steps)
    guard splitter.steps.count <= TokenizerLimits.steps else {
      throw reader.problem.tooLarge(reader.path, "has more than \(TokenizerLimits.steps) steps")
    }
    for (index, step) in splitter.steps.enumerated() {
      // After it every byte would be spelled by a stand-in, which later steps would look at.
      if case .byteLevel = step, index < splitter.steps.count - 1 {
        throw reader.problem.unsupported(reader.path, "has steps after `ByteLevel`")
      }
    }
    return splitter
  }

  private static func append(
    _ reader: ComponentReader,
    to steps: inout [PreTokenizerStep]
  ) throws(Diagnostic) {
    if reader.type == "Sequence" {
      try reader.allow(["pretokenizers"])
      for component in try reader.components("pretokenizers") {
        try append(component, to: &steps)
      }
    } else {
      steps.append(try step(reader))
    }
  }

  private static func step(_ reader: ComponentReader) throws(Diagnostic) -> PreTokenizerStep {
    switch reader.type {
    case "BertPreTokenizer": return try reader.plain(.bert)
    case "Whitespace": return try reader.plain(.whitespace)
    case "WhitespaceSplit": return try reader.plain(.whitespaceSplit)
    case "ByteLevel":
      try reader.allow(["add_prefix_space", "trim_offsets", "use_regex"])
      return .byteLevel(
        addsPrefixSpace: try reader.bool("add_prefix_space", default: true),
        usesExpression: try reader.bool("use_regex", default: true)
      )
    case "Metaspace": return .metaspace(try metaspace(reader))
    case "Punctuation":
      try reader.allow(["behavior"])
      return .punctuation(try behavior(reader) ?? .isolated)
    case "Digits":
      try reader.allow(["individual_digits"])
      return .digits(individual: try reader.bool("individual_digits", default: false))
    case "Split": return try split(reader)
    default:
      throw reader.unsupported(
        "type",
        "names the pre-tokenizer `\(TokenizerProblem.quoted(reader.type))`, which is not supported"
      )
    }
  }

  private static func split(_ reader: ComponentReader) throws(Diagnostic) -> PreTokenizerStep {
    try reader.allow(["pattern", "behavior", "invert"])
    guard let behavior = try behavior(reader) else {
      throw reader.malformed("behavior", "is missing")
    }
    return .split(
      try PatternReader.read(reader),
      behavior,
      inverted: try reader.bool("invert", default: false)
    )
  }

  private static func behavior(_ reader: ComponentReader) throws(Diagnostic) -> SplitBehavior? {
    guard let name = try reader.string("behavior") else { return nil }
    guard let behavior = SplitBehavior(rawValue: name) else {
      throw reader.malformed("behavior", "is no behavior: `\(TokenizerProblem.quoted(name))`")
    }
    return behavior
  }

  /// Reads a `Metaspace`, also as it was before `prepend_scheme` came.
  static func metaspace(_ reader: ComponentReader) throws(Diagnostic) -> Metaspace {
    try reader.allow(["replacement", "add_prefix_space", "str_rep", "prepend_scheme", "split"])
    let sign = Array((try reader.string("replacement") ?? "\u{2581}").utf8)
    guard !sign.isEmpty else { throw reader.malformed("replacement", "is empty") }
    var prepending = Metaspace.Prepending.always
    if let scheme = try reader.string("prepend_scheme") {
      guard let known = Metaspace.Prepending(rawValue: scheme) else {
        throw reader.malformed(
          "prepend_scheme",
          "is no scheme: `\(TokenizerProblem.quoted(scheme))`"
        )
      }
      prepending = known
    } else if try !reader.bool("add_prefix_space", default: true) {
      prepending = .never
    }
    return Metaspace(
      sign: sign,
      prepending: prepending,
      splits: try reader.bool("split", default: true)
    )
  }
}
