import Diagnostics
import Testing
import Tokenization

/// What is refused in a tokenizer file, and how the refusal reads.
struct TokenizerFileTests {
  private static let wordPiece =
    ##""model":{"type":"WordPiece","unk_token":"[UNK]","vocab":{"[UNK]":0,"a":1}}"##

  /// The field that a file is refused for.
  private static let refusals: [(String, String, String)] = [
    (#"{}"#, "malformed", "`model` is missing"),
    (#"[]"#, "malformed", "the JSON text is no object"),
    (#"{"model":{"type":"Magic"}}"#, "unsupported", "`model.type` names the model `Magic`"),
    (#"{"extra":1,\#(wordPiece)}"#, "unsupported", "`extra`"),
    (#"{"normalizer":{"type":"Rot13"},\#(wordPiece)}"#, "unsupported", "`normalizer.type`"),
    (
      #"{"normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"NFD","x":1}]},\#(wordPiece)}"#,
      "unsupported", "`normalizer.normalizers[1].x` is an option of `NFD`"
    ),
    (
      #"{"normalizer":{"type":"Replace","pattern":{"Regex":"(a|b)*"},"content":""},\#(wordPiece)}"#,
      "unsupported", "`normalizer.pattern.Regex` is the expression `(a|b)*`"
    ),
    (
      #"{"pre_tokenizer":{"type":"UnicodeScripts"},\#(wordPiece)}"#, "unsupported",
      "`pre_tokenizer.type`"
    ),
    (#"{"pre_tokenizer":{"type":"ByteLevel"},\#(wordPiece)}"#, "unsupported", "`pre_tokenizer`"),
    (#"{"decoder":{"type":"CTC"},\#(wordPiece)}"#, "unsupported", "`decoder.type`"),
    (#"{"post_processor":{"type":"Other"},\#(wordPiece)}"#, "unsupported", "`post_processor.type`"),
    (
      #"{"post_processor":{"type":"TemplateProcessing","single":[{"Sequence":{"id":"A","type_id":1}}],"special_tokens":{}},\#(wordPiece)}"#,
      "unsupported", "`post_processor.single[0].Sequence.type_id` is not 0"
    ),
    (
      #"{"model":{"type":"BPE","dropout":0.1,"vocab":{},"merges":[]}}"#, "unsupported",
      "`model.dropout`"
    ),
    (
      #"{"model":{"type":"BPE","end_of_word_suffix":"</w>","vocab":{},"merges":[]}}"#,
      "unsupported",
      "`model.end_of_word_suffix`"
    ),
    (
      #"{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}"#, "malformed",
      "`model.merges[0]` holds or makes what is no token"
    ),
    (
      #"{"model":{"type":"WordPiece","unk_token":"[U]","vocab":{"a":0}}}"#, "malformed",
      "`model.unk_token` is not in the vocabulary"
    ),
    (
      #"{"model":{"type":"WordPiece","vocab":{"[UNK]":-1}}}"#, "too-large",
      #"`model.vocab["[UNK]"]` has the id -1"#
    ),
    (
      #"{"model":{"type":"WordPiece","vocab":{"[UNK]":99999999}}}"#, "too-large",
      #"`model.vocab["[UNK]"]` has the id 99999999"#
    ),
    (
      #"{"model":{"type":"Unigram","vocab":[["a",-1]]}}"#, "malformed", "`model.unk_id` is missing"
    ),
    (
      #"{"model":{"type":"Unigram","unk_id":0,"vocab":[["a"]]}}"#, "malformed",
      "`model.vocab[0]` is no piece with its score"
    ),
    (#"{"added_tokens":[{"id":1}],\#(wordPiece)}"#, "malformed", "`added_tokens[0].content`"),
    (
      #"{"added_tokens":[{"id":1,"content":"b","odd":true}],\#(wordPiece)}"#, "unsupported",
      "`added_tokens[0].odd`"
    ),
    (
      #"{"added_tokens":[{"id":2,"content":"b"},{"id":4,"content":"c"}],\#(wordPiece)}"#,
      "malformed", "`added_tokens[1].id` is 4, where HF tokenizers give the token the next id, 3"
    ),
    (
      #"{"normalizer":{"type":"Sequence","normalizers":[{"type":"Replace","pattern":{"String":"a"},"content":"\#(String(repeating: "a", count: 100))"},{"type":"Replace","pattern":{"String":"a"},"content":"\#(String(repeating: "a", count: 100))"}]},\#(wordPiece)}"#,
      "too-large", "`normalizer` may make far too much of a text"
    ),
  ]

  @Test(arguments: refusals)
  func `names the field that a file is refused for`(
    file: String,
    code: String,
    message: String
  ) {
    let error = #expect(throws: Diagnostic.self) {
      try Tokenizer(tokenizerJSON: Array(file.utf8), file: "tokenizer.json")
    }
    #expect(error?.code.rawValue == "tokenizer/\(code)")
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "none")")
    #expect(error?.place?.file == "tokenizer.json")
  }

  @Test func `refuses values nested too deeply`() {
    let file = String(repeating: "[", count: 100_000)
    let error = #expect(throws: Diagnostic.self) {
      try Tokenizer(tokenizerJSON: Array(file.utf8), file: "tokenizer.json")
    }
    #expect(error?.message.contains("nested too deeply") == true)
  }

  @Test func `takes merges as text and as pairs`() throws {
    for merges in [#"["a b"]"#, #"[["a","b"]]"#] {
      let file = #"{"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":\#(merges)}}"#
      let tokenizer = try Tokenizer(tokenizerJSON: Array(file.utf8), file: "tokenizer.json")
      #expect(tokenizer.makeEncoder().encode("abba").ids == [2, 1, 0])
    }
  }

  @Test func `reads vocab.json with merges.txt as the tokenizer.json of the same model`() throws {
    let tokenizer = try Tokenizer(
      vocabularyJSON: Array(#"{"<s>":0,"</s>":1,"a":2,"b":3,"\u0120":4,"ab":5,"\u0120ab":6}"#.utf8),
      merges: Array("#version: 0.2\na b\n\u{120} ab\n".utf8),
      addsPrefixSpace: true,
      file: "vocab.json",
      mergesFile: "merges.txt"
    )
    #expect(tokenizer.makeEncoder().encodeWithSpecialTokens("ab ab").ids == [0, 6, 6, 1])
    let encoded = tokenizer.makeEncoder().encode("ab ab")
    #expect(encoded.starts == [0, 3] && encoded.ends == [2, 5])
    #expect(tokenizer.decode([0, 6, 6, 1]) == " ab ab")
  }

  @Test func `names the line of merges that is wrong`() {
    let error = #expect(throws: Diagnostic.self) {
      try Tokenizer(
        vocabularyJSON: Array(#"{"a":0}"#.utf8),
        merges: Array("#version: 0.2\na\n".utf8),
        file: "vocab.json",
        mergesFile: "merges.txt"
      )
    }
    #expect(error?.message == "`line 2` is no pair of tokens")
    #expect(error?.place?.file == "merges.txt")
  }

  @Test func `finds the longest added token and heeds its options`() throws {
    let file = #"""
      {"added_tokens":[
        {"id":3,"content":"<x>","special":true,"normalized":false},
        {"id":4,"content":"<x><y>","special":true,"normalized":false},
        {"id":5,"content":"<m>","special":true,"normalized":false,"lstrip":true,"rstrip":true},
        {"id":6,"content":"word","special":false,"normalized":false,"single_word":true}],
       "model":{"type":"BPE","unk_token":"?","vocab":{"a":0," ":1,"?":2},"merges":[]}}
      """#
    let tokenizer = try Tokenizer(tokenizerJSON: Array(file.utf8), file: "tokenizer.json")
    let encoder = tokenizer.makeEncoder()
    #expect(encoder.encode("a<x><y>a<x>").ids == [0, 4, 0, 3])
    #expect(encoder.encode("a  <m>\n a").ids == [0, 5, 0])
    #expect(encoder.encode("a word a").ids == [0, 1, 6, 1, 0])
    #expect(encoder.encode("words").ids == [2, 2, 2, 2, 2])
  }

  @Test func `lets a token reach over the beginning of a word where the vocabulary has one`() throws
  {
    let file = #"""
      {"normalizer":{"type":"Replace","pattern":{"String":" "},"content":"\u2581"},
       "model":{"type":"BPE","vocab":{"a":0,"\u2581":1,"x":2,"y":3,"x\u2581":4,"x\u2581y":5},
                "merges":["x \u2581","x\u2581 y"]}}
      """#
    let tokenizer = try Tokenizer(tokenizerJSON: Array(file.utf8), file: "tokenizer.json")
    #expect(tokenizer.makeEncoder().encode("a x y a y").ids == [0, 1, 5, 1, 0, 1, 3])
  }

  @Test func `keeps accents that NFC leaves alone and joins those that it does not`() throws {
    let file = #"""
      {"normalizer":{"type":"NFC"},"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false},
       "model":{"type":"BPE","vocab":{"\u00c3":0,"\u00a9":1,"\u00c3\u00a9":2},
                "merges":["\u00c3 \u00a9"]}}
      """#
    let encoder = try Tokenizer(tokenizerJSON: Array(file.utf8), file: "tokenizer.json")
      .makeEncoder()
    #expect(encoder.encode("é").ids == [2])
    let joined = encoder.encode("e\u{301}")
    #expect(joined.ids == [2] && joined.starts == [0] && joined.ends == [3])
  }
}
