import Diagnostics
import FuzzSupport
import Testing
import Tokenization

/// Text token by token, held to the text of all tokens at once.
struct IncrementalDecoderTests {
  private static func tokenizers() throws -> [Tokenizer] {
    [
      try GemmaMini.fromJSON(), try GemmaMini.fromModel(),
      try Tokenizer(
        pieces: try GemmaMini.pieces(),
        startID: 2,
        endID: nil,
        addsSpacePrefix: true,
        file: "model.gguf"
      ), try TokenizerFixture.tokenizer("sentence-bpe"), try TokenizerFixture.tokenizer("gpt2"),
    ]
  }

  /// The pieces of some tokens, one for each and one for the end.
  private func pieces(_ ids: [Int32], _ tokenizer: Tokenizer, skips: Bool) throws -> [String] {
    var decoder = try tokenizer.makeIncrementalDecoder(skipsSpecialTokens: skips)
    return ids.map { decoder.receive($0) } + [decoder.finish()]
  }

  @Test func `gives all pieces of any text together`() throws {
    let tokenizers = try Self.tokenizers()
    let encoders = tokenizers.map { $0.makeEncoder() }
    try Fuzz.rounds(2_000, seed: 8_301) { round, generator in
      let text = RandomText.make(with: &generator)
      let index = round % tokenizers.count
      let ids = encoders[index].encode(text).ids
      let whole = tokenizers[index].decode(ids, skipsSpecialTokens: false)
      let pieces = try pieces(ids, tokenizers[index], skips: false)
      #expect(Array(pieces.joined().utf8) == Array(whole.utf8))
      // What comes out for the first tokens never has to be taken back.
      let prefix = pieces.prefix(Int.random(in: 0...pieces.count, using: &generator)).joined()
      #expect(whole.utf8.starts(with: prefix.utf8))
    }
  }

  @Test func `gives the same for tokens by chance, broken bytes and strange ids among them`() throws
  {
    let tokenizers = try Self.tokenizers()
    try Fuzz.rounds(4_000, seed: 8_302) { round, generator in
      let tokenizer = tokenizers[round % tokenizers.count]
      let isBroken = Bool.random(using: &generator)
      let ids = (0..<Int.random(in: 0...30, using: &generator)).map { _ -> Int32 in
        // In the first tokenizers ids from 40 on are bytes.
        let range: ClosedRange<Int32> = isBroken ? 36...300 : -3...2_100
        return Int32.random(in: range, using: &generator)
      }
      for skips in [true, false] {
        let whole = tokenizer.decode(ids, skipsSpecialTokens: skips)
        let pieces = try pieces(ids, tokenizer, skips: skips)
        #expect(Array(pieces.joined().utf8) == Array(whole.utf8))
      }
    }
  }

  @Test func `holds a character until its last byte is there`() throws {
    let tokenizer = try GemmaMini.fromJSON()
    let encoder = tokenizer.makeEncoder()
    let ids = encoder.encode("a\u{1FAE0} b").ids
    let pieces = try pieces(ids, tokenizer, skips: true)
    #expect(ids.count == 6 && pieces == ["a", "", "", "", "", "\u{1FAE0} b", ""])
    var decoder = try tokenizer.makeIncrementalDecoder()
    for id in ids[1...3] { #expect(decoder.receive(id).isEmpty) }
    #expect(decoder.finish() == "\u{FFFD}\u{FFFD}\u{FFFD}")
    #expect(decoder.finish().isEmpty)
    #expect(decoder.receive(ids[0]) == "a")
  }

  @Test func `gives out bytes of a byte-level model as soon as they are characters`() throws {
    let tokenizer = try TokenizerFixture.tokenizer("gpt2")
    let ids = tokenizer.makeEncoder().encode("\u{1FAE0}\u{1FAE0}").ids
    var decoder = try tokenizer.makeIncrementalDecoder()
    let texts = ids.map { decoder.receive($0) }
    #expect(texts.filter { !$0.isEmpty } == ["\u{1FAE0}", "\u{1FAE0}"])
    #expect(decoder.finish().isEmpty)
  }

  @Test func `refuses decoders that look over tokens`() throws {
    let tokenizer = try TokenizerFixture.tokenizer("bert")
    let error = #expect(throws: Diagnostic.self) { try tokenizer.makeIncrementalDecoder() }
    #expect(error?.code == "tokenizer/unsupported")
  }
}
