import Checkpoints
import StrictJSON
import Tokenization

extension ModelTokenizer {
  /// Makes the tokenizer that a GGUF file of Gemma 4 holds: pieces with the list of what merges into them.
  ///
  /// Other than in files of before, pieces have no scores. So the file is put into the words of
  /// `tokenizer.json`, with the steps that all of Gemma's have.
  ///
  /// - Throws: A diagnostic that names file and field.
  static func readGemma4(_ metadata: GGUFMetadata) throws -> Tokenizer {
    let prefix = "tokenizer.ggml."
    let pieces = try metadata.required(prefix + "tokens", try metadata.strings(prefix + "tokens"))
    let merges = try metadata.required(prefix + "merges", try metadata.strings(prefix + "merges"))
    let types = try metadata.integers(prefix + "token_type", as: Int32.self) ?? []
    guard types.count == pieces.count else {
      throw metadata.problem(prefix + "token_type", "must be as many as the tokens")
    }
    var json = Array(head.utf8)
    if let start = try metadata.integer(prefix + "bos_token_id", 0...max(0, pieces.count - 1)) {
      appendTemplate(pieces[start], start, to: &json)
    }
    json += ",\"added_tokens\":[".utf8
    // Control tokens and those that a user defined; bytes and all else are plain pieces.
    var isFirst = true
    for (id, type) in types.enumerated() where type == 3 || type == 4 {
      if !isFirst { json.append(UInt8(ascii: ",")) }
      isFirst = false
      appendToken(pieces[id], id, isSpecial: type == 3 || isSign(pieces[id]), to: &json)
    }
    json += "],\"model\":\(model),\"vocab\":{".utf8
    for (id, piece) in pieces.enumerated() {
      if id > 0 { json.append(UInt8(ascii: ",")) }
      append(piece, to: &json)
      json += ":\(id)".utf8
    }
    json += "},\"merges\":[".utf8
    for (rank, merge) in merges.enumerated() {
      if rank > 0 { json.append(UInt8(ascii: ",")) }
      append(merge, to: &json)
    }
    json += "]}}".utf8
    return try Tokenizer(tokenizerJSON: json, file: metadata.file)
  }

  private static let head = #"""
    {"version":"1.0","normalizer":{"type":"Replace","pattern":{"String":" "},"content":"\u2581"},
    "pre_tokenizer":{"type":"Split","pattern":{"String":" "},"behavior":"MergedWithPrevious","invert":false},
    "decoder":{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"\u2581"},"content":" "},
    {"type":"ByteFallback"},{"type":"Fuse"}]}
    """#
  private static let model = #"""
    {"type":"BPE","unk_token":"<unk>","fuse_unk":true,"byte_fallback":true,"ignore_merges":false
    """#

  private static func appendTemplate(
    _ piece: ArraySlice<UInt8>,
    _ id: Int,
    to json: inout [UInt8]
  ) {
    var name: [UInt8] = []
    append(piece, to: &name)
    let text = String(decoding: name, as: UTF8.self)
    json += #","post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"#.utf8
    json += "\(text),\"type_id\":0}},{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}]".utf8
    json += ",\"pair\":[],\"special_tokens\":{\(text):{\"id\":\(text),\"ids\":[\(id)]".utf8
    json += ",\"tokens\":[\(text)]}}}".utf8
  }

  private static func appendToken(
    _ piece: ArraySlice<UInt8>,
    _ id: Int,
    isSpecial: Bool,
    to json: inout [UInt8]
  ) {
    json += "{\"id\":\(id),\"content\":".utf8
    append(piece, to: &json)
    json += ",\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":false".utf8
    json += ",\"special\":\(isSpecial)}".utf8
  }

  /// Whether a piece that converters show to people means something to the model, as `<|channel>` does.
  private static func isSign(_ piece: ArraySlice<UInt8>) -> Bool {
    piece.starts(with: "<|".utf8)
      || piece.first == UInt8(ascii: "<") && piece.suffix(2).elementsEqual("|>".utf8)
  }

  private static func append(_ piece: ArraySlice<UInt8>, to json: inout [UInt8]) {
    piece.withUnsafeBytes { JSONWriter.append($0, to: &json) }
  }
}
