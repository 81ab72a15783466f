import Diagnostics
import Testing
import Tokenization

/// SentencePiece's own files, held to SentencePiece's own ids.
struct SentencePieceTests {
  @Test(arguments: ["unigram.model", "bpe.model"])
  func `gives the ids of SentencePiece`(name: String) throws {
    let texts = try TokenizerFixture.texts()
    let expected = try TokenizerFixture.words(name + ".crc")
    let model = try TokenizerFixture.inflated(name)
    let encoder = try Tokenizer(sentencePieceModel: model, file: name).makeEncoder()
    var tokens = TokenizedText()
    var different: [Int] = []
    var compared = 0
    for (index, text) in texts.enumerated() where String(validating: text, as: UTF8.self) != nil {
      encoder.encode(text, into: &tokens)
      compared += 1
      if TokenizerFixture.checksum(tokens.ids) != expected[index] { different.append(index) }
    }
    #expect(different.isEmpty)
    #expect(compared > 5_000)
  }

  @Test func `lays ids out as XLM-R does`() throws {
    let model = try TokenizerFixture.inflated("unigram.model")
    let own = try Tokenizer(
      sentencePieceModel: model,
      layout: .fairseq,
      file: "sentencepiece.model"
    )
    let converted = try TokenizerFixture.tokenizer("xlm-roberta")
    #expect(own.vocabularySize == converted.vocabularySize)
    for id in 0..<Int32(own.vocabularySize) {
      #expect(own.token(for: id) == converted.token(for: id))
    }
    #expect(own.specialTokens == converted.specialTokens)
    let text = "The silver kettle danced in the harbor, 12 lanterns."
    let ids = own.makeEncoder().encodeWithSpecialTokens(text).ids
    #expect(ids == converted.makeEncoder().encodeWithSpecialTokens(text).ids)
  }

  @Test func `decodes what it encodes`() throws {
    let model = try TokenizerFixture.inflated("bpe.model")
    let tokenizer = try Tokenizer(sentencePieceModel: model, file: "tokenizer.model")
    for text in ["silver kettle", "  two  spaces", "ünïcode 漢字 \u{1FAE0}\n"] {
      #expect(tokenizer.decode(tokenizer.makeEncoder().encode(text).ids) == text)
    }
  }

  @Test func `names what is wrong with a model`() throws {
    let cases: [([UInt8], String)] = [
      ([], "holds no pieces"), ([0x0A], "ends within"), ([0x0A, 0x05, 0x01], "ends within"),
      ([0x07], "without a number"), ([0x0F], "unknown kind"),
      ([0x0A, 0x02, 0x18, 0x09], "pieces[0].type"), ([0x12, 0x02, 0x18, 0x03], "model_type"),
    ]
    for (bytes, message) in cases {
      let error = #expect(throws: Diagnostic.self) {
        try Tokenizer(sentencePieceModel: bytes, file: "tokenizer.model")
      }
      #expect(error?.message.contains(message) == true, "\(error?.message ?? "none")")
    }
  }
}
