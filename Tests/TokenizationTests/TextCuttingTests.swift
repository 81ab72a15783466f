import Testing
import Tokenization

/// Where text is cut before the model sees it; ids are those of HF tokenizers.
struct TextCuttingTests {
  private func ids(_ text: String, _ file: String) throws -> [Int32] {
    try Tokenizer(tokenizerJSON: Array(file.utf8), file: "tokenizer.json").makeEncoder()
      .encode(text).ids
  }

  /// Every piece is one unknown word.
  private func pieceCount(_ text: String, preTokenizer: String) throws -> Int {
    try ids(
      text,
      #"""
      {"pre_tokenizer":\#(preTokenizer),
       "model":{"type":"WordLevel","unk_token":"?","vocab":{"?":0}}}
      """#
    ).count
  }

  @Test func `takes a joiner for a letter in Whitespace, and a superscript for none`() throws {
    let whitespace = #"{"type":"Whitespace"}"#
    #expect(try pieceCount("می\u{200C}خواهم", preTokenizer: whitespace) == 1)
    #expect(try pieceCount("a\u{200D}b", preTokenizer: whitespace) == 1)
    #expect(try pieceCount("m²n", preTokenizer: whitespace) == 3)
  }

  @Test func `takes a superscript for a letter in an expression, and a joiner for none`() throws {
    let split =
      #"{"type":"Split","pattern":{"Regex":"\\w+|[^\\w\\s]+"},"behavior":"Removed","invert":true}"#
    #expect(try pieceCount("m²n ¼x", preTokenizer: split) == 2)
    #expect(try pieceCount("a\u{200D}b", preTokenizer: split) == 3)
  }

  @Test func `sees no single word beside a joiner`() throws {
    let file = #"""
      {"added_tokens":[{"id":1,"content":"kettle","single_word":true,"normalized":false}],
       "model":{"type":"WordLevel","unk_token":"?","vocab":{"?":0}}}
      """#
    #expect(try ids("kettle²", file) == [1, 0])
    #expect(try ids("kettle\u{200D}", file) == [0])
  }

  @Test func `finds added tokens in the white space that another one takes along`() throws {
    let file = #"""
      {"added_tokens":[
        {"id":1,"content":"  ","special":false,"normalized":false},
        {"id":2,"content":"x","special":false,"normalized":false,"rstrip":true}],
       "pre_tokenizer":{"type":"WhitespaceSplit"},
       "model":{"type":"WordLevel","unk_token":"?","vocab":{"?":0}}}
      """#
    #expect(try ids("x  b", file) == [2, 1, 0])
    #expect(try ids("x b", file) == [2, 0])
  }

  @Test func `makes one token of unknown characters on both sides of a space`() throws {
    let file = #"""
      {"model":{"type":"BPE","unk_token":"?","fuse_unk":true,"vocab":{"?":0,"a":1},"merges":[]}}
      """#
    #expect(try ids("é é", file) == [0])
    #expect(try ids("aé éa", file) == [1, 0, 1])
  }

  @Test func `replaces runs of white space and single line breaks as DeBERTa's files ask`() throws {
    let file = #"""
      {"normalizer":{"type":"Replace","pattern":{"Regex":"\\s{2,}|[\\n\\r\\t]"},"content":"b"},
       "model":{"type":"BPE","unk_token":"?","vocab":{"?":0,"a":1,"b":2," ":3},"merges":[]}}
      """#
    #expect(try ids("a a", file) == [1, 3, 1])
    #expect(try ids("a \u{3000}a\na\r\na\ta  ", file) == [1, 2, 1, 2, 1, 2, 1, 2, 1, 2])
    #expect(try ids("\u{3000}a\u{B}", file) == [0, 1, 0])
  }
}
