import Diagnostics

/// Reads the component `decoder`.
enum DecoderReader {
  static func read(_ reader: ComponentReader) throws(Diagnostic) -> TokenDecoder {
    var decoder = TokenDecoder()
    try append(reader, to: &decoder.steps)
    guard decoder.steps.count <= TokenizerLimits.steps else {
      throw reader.problem.tooLarge(reader.path, "has more than \(TokenizerLimits.steps) steps")
    }
    return decoder
  }

  private static func append(
    _ reader: ComponentReader,
    to steps: inout [DecoderStep]
  ) throws(Diagnostic) {
    if reader.type == "Sequence" {
      try reader.allow(["decoders"])
      for component in try reader.components("decoders") { try append(component, to: &steps) }
    } else {
      steps.append(try step(reader))
    }
  }

  private static func step(_ reader: ComponentReader) throws(Diagnostic) -> DecoderStep {
    switch reader.type {
    case "WordPiece":
      try reader.allow(["prefix", "cleanup"])
      return .wordPiece(
        prefix: Array((try reader.string("prefix") ?? "##").utf8),
        cleansUp: try reader.bool("cleanup", default: true)
      )
    case "ByteLevel":
      try reader.allow(["add_prefix_space", "trim_offsets", "use_regex"])
      return .byteLevel
    case "Metaspace":
      let metaspace = try PreTokenizerReader.metaspace(reader)
      return .metaspace(sign: metaspace.sign, dropsFirst: metaspace.prepending != .never)
    case "Replace": return try replacement(reader)
    case "ByteFallback": return try reader.plain(.byteFallback)
    case "Fuse": return try reader.plain(.fuse)
    case "Strip": return try strip(reader)
    case "BPEDecoder":
      try reader.allow(["suffix"])
      return .suffix(Array((try reader.string("suffix") ?? "</w>").utf8))
    default:
      throw reader.unsupported(
        "type",
        "names the decoder `\(TokenizerProblem.quoted(reader.type))`, which is not supported"
      )
    }
  }

  private static func replacement(_ reader: ComponentReader) throws(Diagnostic) -> DecoderStep {
    try reader.allow(["pattern", "content"])
    guard case .literal(let sought) = try PatternReader.read(reader) else {
      throw reader.unsupported("pattern", "is an expression, which a decoder cannot have here")
    }
    return .replace(sought, with: Array(try reader.requiredString("content").utf8))
  }

  private static func strip(_ reader: ComponentReader) throws(Diagnostic) -> DecoderStep {
    try reader.allow(["content", "start", "stop"])
    let sign = Array(try reader.requiredString("content").utf8)
    guard !sign.isEmpty else { throw reader.malformed("content", "is empty") }
    return .strip(
      sign,
      start: try reader.integer("start", in: 0...TokenizerLimits.patternBytes) ?? 0,
      stop: try reader.integer("stop", in: 0...TokenizerLimits.patternBytes) ?? 0
    )
  }
}
