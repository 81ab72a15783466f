import Diagnostics
import Testing
import Tokenization

/// Vocabularies and merges that no tokenizer in use has.
struct HostileVocabularyTests {
  private func read(_ vocabulary: String, _ merges: String) throws -> Tokenizer {
    let json =
      #"{"model":{"type":"BPE","unk_token":null,"vocab":\#(vocabulary),"merges":\#(merges)}}"#
    return try Tokenizer(tokenizerJSON: Array(json.utf8), file: "tokenizer.json")
  }

  @Test(arguments: [
    (#"{"a":4194304}"#, "[]", "tokenizer/too-large"),
    (#"{"a":-1}"#, "[]", "tokenizer/too-large"),
    (#"{"a":1e3}"#, "[]", "tokenizer/malformed"),
    (#"{"a":99999999999999999999}"#, "[]", "tokenizer/malformed"),
    (#"{"a":0,"b":1}"#, #"["a b"]"#, "tokenizer/malformed"),
    (#"{"a":0,"b":1,"ab":2}"#, #"["a b c"]"#, "tokenizer/malformed"),
    (#"{"a":0,"b":1,"ab":2}"#, #"[["a","b","a"]]"#, "tokenizer/malformed"),
    (#"{"a":0}"#, #"{"a":0}"#, "tokenizer/malformed"),
  ])
  func `refuses ids and merges that cannot be`(
    vocabulary: String,
    merges: String,
    code: Diagnostic.Code
  ) {
    let error = #expect(throws: Diagnostic.self) { try read(vocabulary, merges) }
    #expect(error?.code == code)
    #expect(error?.place?.file == "tokenizer.json")
  }

  /// A merge with an empty token gives back its other half, so that it could go on for ever.
  @Test func `ends where merges make what they are made of`() throws {
    let tokenizer = try read(
      #"{"":0,"a":1,"aa":2,"aaaa":3}"#,
      #"[["","a"],["a",""],["",""],["a","a"],["aa","aa"],["","aa"]]"#
    )
    let encoder = tokenizer.makeEncoder()
    var tokens = TokenizedText()
    Array("aaaaaaa".utf8).withUnsafeBytes { encoder.encodeWithSpecialTokens($0, into: &tokens) }
    #expect(tokens.ids == [3, 2, 1])
  }
}
