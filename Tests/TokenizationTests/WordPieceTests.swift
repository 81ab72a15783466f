import Diagnostics
import Testing
import Tokenization

/// WordPiece with BERT's rules, on a vocabulary small enough to see through.
struct WordPieceTests {
  private static let vocabulary =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nsilver\nkettle\ndance\n##d\n##s\n,\n.\ne\n港\nun\n##able\n"

  private func tokenizer(lowercase: Bool = true) throws -> Tokenizer {
    try Tokenizer(
      wordPieceVocabulary: Array(Self.vocabulary.utf8),
      lowercase: lowercase,
      file: "vocab.txt"
    )
  }

  private func tokens(_ text: String, lowercase: Bool = true) throws -> [String?] {
    let tokenizer = try tokenizer(lowercase: lowercase)
    return tokenizer.makeEncoder().encode(text).ids.map { tokenizer.token(for: $0) }
  }

  @Test func `cuts words into the longest pieces`() throws {
    #expect(
      try tokens("Silver kettles danced, unable.") == [
        "silver", "kettle", "##s", "dance", "##d", ",", "un", "##able", ".",
      ]
    )
  }

  @Test func `makes a word unknown as a whole`() throws {
    #expect(try tokens("silver kettlex dance") == ["silver", "[UNK]", "dance"])
    #expect(try tokens(String(repeating: "e", count: 101)) == ["[UNK]"])
  }

  @Test func `keeps case where it is told to`() throws {
    #expect(try tokens("Silver silver", lowercase: false) == ["[UNK]", "silver"])
  }

  @Test func `folds accents and stands ideographs apart`() throws {
    #expect(try tokens("É é e\u{301} 港e") == ["e", "e", "e", "港", "e"])
  }

  @Test func `names the bytes that a token stands for`() throws {
    let encoded = try tokenizer().makeEncoder().encode("a\u{0}\n Kettles\u{301}, 港.")
    let text = Array("a\u{0}\n Kettles\u{301}, 港.".utf8)
    let pieces = zip(encoded.starts, encoded.ends).map { start, end in
      String(decoding: text[Int(start)..<Int(end)], as: UTF8.self)
    }
    #expect(pieces == ["a", "Kettle", "s", ",", "港", "."])
  }

  @Test func `reads invalid bytes as replacement characters and keeps their places`() throws {
    var result = TokenizedText()
    try tokenizer().makeEncoder().encode(
      Array("e".utf8) + [0xC3, 0xFF] + Array("e ,".utf8),
      into: &result
    )
    // U+FFFD is taken out by BERT's cleaning, which leaves the word `ee`.
    #expect(result.ids == [1, 10])
    #expect(result.starts == [0, 5] && result.ends == [4, 6])
  }

  @Test func `reads special tokens in a text only where asked to`() throws {
    let tokenizer = try tokenizer()
    #expect(tokenizer.makeEncoder().encode("[SEP] ,").ids == [3, 10])
    #expect(
      tokenizer.makeEncoder(readsSpecialTokens: false).encode("[SEP] ,").ids == [1, 1, 1, 10]
    )
  }

  @Test func `puts the special tokens around a text`() throws {
    let tokenizer = try tokenizer()
    let encoded = tokenizer.makeEncoder().encodeWithSpecialTokens("silver")
    #expect(encoded.ids == [2, 5, 3])
    #expect(tokenizer.specialTokens.unknown == 1)
    #expect(tokenizer.vocabularySize == 16 && tokenizer.id(of: "kettle") == 6)
  }

  @Test func `reads lines with white space at their ends, empty ones and repeated tokens`() throws {
    let lines = "[UNK] \r\n[CLS]\t\n[SEP]\n\nsilver \n##s\nsilver\n"
    let tokenizer = try Tokenizer(
      wordPieceVocabulary: Array(lines.utf8),
      lowercase: true,
      file: "vocab.txt"
    )
    #expect(tokenizer.makeEncoder().encode("silvers").ids == [6, 5])
  }

  @Test func `refuses a vocabulary without an unknown token`() {
    #expect(throws: Diagnostic.self) {
      try Tokenizer(wordPieceVocabulary: Array("a\nb\n".utf8), lowercase: true, file: "vocab.txt")
    }
  }

  @Test func `makes a long word unknown however it is spelled and keeps its whole range`() throws {
    for word in [String(repeating: "é", count: 5_000), String(repeating: "x", count: 5_000)] {
      let encoded = try tokenizer().makeEncoder().encode("e \(word) e")
      #expect(encoded.ids == [12, 1, 12])
      #expect(encoded.ends == [1, Int32(word.utf8.count + 2), Int32(word.utf8.count + 4)])
    }
  }

  @Test func `encodes a text of many megabytes`() throws {
    let text = Array(
      repeatElement(Array("silver kettle, dances é港\n".utf8), count: 200_000).joined()
    )
    var tokens = TokenizedText()
    try tokenizer().makeEncoder().encode(text, into: &tokens)
    #expect(tokens.count == 200_000 * 7)
    #expect(Int(tokens.ends[tokens.count - 1]) == text.count - 1)
  }
}
