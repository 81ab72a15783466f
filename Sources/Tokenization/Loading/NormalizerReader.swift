import Diagnostics

/// Reads the component `normalizer`.
enum NormalizerReader {
  static func read(_ reader: ComponentReader) throws(Diagnostic) -> Normalizer {
    var normalizer = Normalizer()
    try append(reader, to: &normalizer.steps)
    guard normalizer.steps.count <= TokenizerLimits.steps else {
      throw reader.problem.tooLarge(reader.path, "has more than \(TokenizerLimits.steps) steps")
    }
    var growth = 1
    for step in normalizer.steps {
      growth *= max(1, step.growth)
      guard growth <= TokenizerLimits.growth else {
        throw reader.problem.tooLarge(reader.path, "may make far too much of a text")
      }
    }
    return normalizer
  }

  private static func append(
    _ reader: ComponentReader,
    to steps: inout [NormalizerStep]
  ) throws(Diagnostic) {
    if reader.type == "Sequence" {
      try reader.allow(["normalizers"])
      for component in try reader.components("normalizers") { try append(component, to: &steps) }
    } else if let step = try step(reader) {
      steps.append(step)
    }
  }

  private static func step(_ reader: ComponentReader) throws(Diagnostic) -> NormalizerStep? {
    switch reader.type {
    case "NFC": return try reader.plain(.form(.nfc))
    case "NFD": return try reader.plain(.form(.nfd))
    case "NFKC": return try reader.plain(.form(.nfkc))
    case "NFKD": return try reader.plain(.form(.nfkd))
    case "Lowercase": return try reader.plain(.lowercase)
    case "StripAccents": return try reader.plain(.stripAccents)
    case "Nmt": return try reader.plain(.nmt)
    case "BertNormalizer": return try bert(reader)
    case "Strip":
      try reader.allow(["strip_left", "strip_right"])
      return .strip(
        left: try reader.bool("strip_left", default: true),
        right: try reader.bool("strip_right", default: true)
      )
    case "Prepend":
      try reader.allow(["prepend"])
      return .prepend(Array(try reader.requiredString("prepend").utf8))
    case "Replace":
      try reader.allow(["pattern", "content"])
      return .replace(
        try PatternReader.read(reader),
        with: Array(try reader.requiredString("content").utf8)
      )
    case "Precompiled": return try precompiled(reader)
    default:
      throw reader.unsupported(
        "type",
        "names the normalizer `\(TokenizerProblem.quoted(reader.type))`, which is not supported"
      )
    }
  }

  private static func bert(_ reader: ComponentReader) throws(Diagnostic) -> NormalizerStep {
    try reader.allow(["clean_text", "handle_chinese_chars", "strip_accents", "lowercase"])
    let lowercases = try reader.bool("lowercase", default: true)
    return .bert(
      BertNormalizer(
        cleansText: try reader.bool("clean_text", default: true),
        separatesIdeographs: try reader.bool("handle_chinese_chars", default: true),
        stripsAccents: try reader.bool("strip_accents", default: lowercases),
        lowercases: lowercases
      )
    )
  }

  private static func precompiled(
    _ reader: ComponentReader
  ) throws(Diagnostic) -> NormalizerStep? {
    try reader.allow(["precompiled_charsmap"])
    guard let value = reader.view["precompiled_charsmap"] else { return nil }
    guard let text = value.bytes, let bytes = Base64Text.decoded(text) else {
      throw reader.malformed("precompiled_charsmap", "is no base64 text")
    }
    guard !bytes.isEmpty else { return nil }
    let path = "\(reader.path).precompiled_charsmap"
    return .precompiled(try CharacterMap(bytes, path: path, problem: reader.problem))
  }
}
