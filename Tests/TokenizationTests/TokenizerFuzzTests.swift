import Diagnostics
import Foundation
import FuzzSupport
import Testing
import Tokenization

/// No bytes, of files or texts, do more than be refused.
struct TokenizerFuzzTests {
  /// A small file of each kind, so that most mutations hit something that matters.
  private static let files = [
    #"""
    {"version":"1.0","added_tokens":[{"id":0,"content":"[UNK]","special":true,
    "normalized":false,"single_word":false,"lstrip":true,"rstrip":true}],
    "normalizer":{"type":"Sequence","normalizers":[{"type":"BertNormalizer",
    "strip_accents":null},{"type":"NFC"},{"type":"Strip"}]},
    "pre_tokenizer":{"type":"BertPreTokenizer"},
    "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[UNK]",
    "type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
    "special_tokens":{"[UNK]":{"id":"[UNK]","ids":[0],"tokens":["[UNK]"]}}},
    "decoder":{"type":"WordPiece","prefix":"##","cleanup":true},"model":{"type":"WordPiece",
    "unk_token":"[UNK]","vocab":{"[UNK]":0,"a":1,"é":2,"##b":3}}}
    """#,
    #"""
    {"normalizer":{"type":"NFKC"},"pre_tokenizer":{"type":"ByteLevel",
    "add_prefix_space":true},"decoder":{"type":"ByteLevel"},"model":{"type":"BPE",
    "unk_token":null,"fuse_unk":true,"byte_fallback":true,"vocab":{"a":0,"b":1,"ab":2,
    "\u0120a":3,"\u0120":4},"merges":["a b",["\u0120","a"]]}}
    """#,
    #"""
    {"normalizer":{"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "},
    "pre_tokenizer":{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"first",
    "split":false},"decoder":{"type":"Sequence","decoders":[{"type":"ByteFallback"},
    {"type":"Strip","content":" ","start":1,"stop":1},{"type":"Fuse"}]},
    "model":{"type":"Unigram","unk_id":0,"byte_fallback":true,"vocab":[["<unk>",0],
    ["\u2581a",-1.5],["a",-2e0],["<0x41>",-3]]}}
    """#,
  ]
  private static let alphabet = #"{}[]":,\u0123456789eE-+.tfn "#

  private func use(_ tokenizer: Tokenizer, _ texts: [[UInt8]]) {
    let encoder = tokenizer.makeEncoder()
    var tokens = TokenizedText()
    for text in texts {
      text.withUnsafeBytes { encoder.encodeWithSpecialTokens($0, into: &tokens) }
      #expect(tokens.ids.count == tokens.starts.count && tokens.ids.count == tokens.ends.count)
      for index in 0..<tokens.count {
        let (start, end) = (tokens.starts[index], tokens.ends[index])
        #expect(0 <= start && start <= end && Int(end) <= text.count)
      }
      let decoded = tokenizer.decode(tokens.ids)
      if var decoder = try? tokenizer.makeIncrementalDecoder() {
        #expect(tokens.ids.map { decoder.receive($0) }.joined() + decoder.finish() == decoded)
      }
    }
  }

  private func texts(_ generator: inout Fuzz.Generator) -> [[UInt8]] {
    let text = Array("a b ab\u{301} \u{2581}a  [UNK] é港 'a 12\u{FFFD}\u{0}\u{1F469}\u{200D}".utf8)
    return [text, Fuzz.mutated(text, alphabet: " a\u{2581}[", with: &generator), []]
  }

  @Test func `refuses mutated tokenizer files or encodes with them`() {
    var read = 0
    Fuzz.rounds(6_000, seed: 8_101) { round, generator in
      let file = Array(Self.files[round % Self.files.count].utf8)
      let mutant = round < 3 ? file : Fuzz.mutated(file, alphabet: Self.alphabet, with: &generator)
      if let tokenizer = try? Tokenizer(tokenizerJSON: mutant, file: "tokenizer.json") {
        read += 1
        use(tokenizer, texts(&generator))
      }
    }
    #expect(read > 100)
  }

  @Test func `refuses mutated vocabularies and merges or encodes with them`() {
    var read = 0
    Fuzz.rounds(2_000, seed: 8_102) { _, generator in
      let lines = Fuzz.mutated(
        Array("[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n##b\né\n".utf8),
        alphabet: "\n\r#[]",
        with: &generator
      )
      if let tokenizer = try? Tokenizer(wordPieceVocabulary: lines, lowercase: true, file: "v") {
        read += 1
        use(tokenizer, texts(&generator))
      }
      let pieces = Fuzz.mutated(
        Array(#"{"a":0,"b":1,"ab":2,"<s>":3,"</s>":4}"#.utf8),
        alphabet: Self.alphabet,
        with: &generator
      )
      let merges = Fuzz.mutated(Array("#version\na b\n".utf8), alphabet: " \n", with: &generator)
      let tokenizer = try? Tokenizer(
        vocabularyJSON: pieces,
        merges: merges,
        file: "v",
        mergesFile: "m"
      )
      if let tokenizer {
        read += 1
        use(tokenizer, texts(&generator))
      }
    }
    #expect(read > 100)
  }

  /// A SentencePiece model of a few pieces; 1 is Unigram, 2 is BPE.
  private func model(kind: UInt8) -> [UInt8] {
    let pieces: [(String, UInt8)] = [
      ("<unk>", 2), ("<s>", 3), ("</s>", 3), ("\u{2581}", 1), ("a", 1), ("b", 1), ("ab", 1),
      ("\u{2581}a", 1), ("[UNK]", 4), ("<0x31>", 6), ("<0x32>", 6), ("é", 5),
    ]
    var bytes: [UInt8] = []
    for (index, (text, type)) in pieces.enumerated() {
      let score = Float(-index).bitPattern
      let body =
        [0x0A, UInt8(text.utf8.count)] + Array(text.utf8) + [0x15]
        + (0..<4).map { UInt8(truncatingIfNeeded: score >> ($0 * 8)) } + [0x18, type]
      bytes += [0x0A, UInt8(body.count)] + body
    }
    return bytes + [0x12, 0x05, 0x18, kind, 0x98, 0x02, 0x01] + [
      0x1A, 0x04, 0x18, 0x01, 0x20, 0x01,
    ]
  }

  @Test func `refuses mutated SentencePiece models or encodes with them`() {
    for kind in [UInt8(1), 2] {
      let model = model(kind: kind)
      var read = 0
      Fuzz.rounds(3_000, seed: 8_103) { round, generator in
        let mutant =
          round == 0
          ? model : Fuzz.mutated(model, alphabet: "\u{0A}\u{15}\u{18}\u{1A}", with: &generator)
        if let tokenizer = try? Tokenizer(sentencePieceModel: mutant, file: "m") {
          read += 1
          use(tokenizer, texts(&generator))
        }
      }
      #expect(read > 100)
    }
  }

  @Test func `refuses mutated lists of pieces or encodes with them`() {
    let texts = ["<unk>", "<s>", "\u{2581}", "a", "b", "ab", "  ", "<0x31>", "<|x|>", "é", "\n"]
    let kinds: [PieceTable.Kind] = [.unknown, .control, .normal, .userDefined, .unused, .byte]
    var read = 0
    Fuzz.rounds(3_000, seed: 8_106) { _, generator in
      var table = PieceTable()
      for index in 0..<Int.random(in: 0...12, using: &generator) {
        let text = Array(texts[Int.random(in: 0..<texts.count, using: &generator)].utf8)
        let isMutant = Int.random(in: 0..<20, using: &generator) == 0
        table.append(
          isMutant ? Fuzz.mutated(text, alphabet: "<0x>", with: &generator) : text,
          score: isMutant ? Float(bitPattern: .random(in: 0...UInt32.max, using: &generator)) : -1,
          kind: index == 0 ? .unknown : kinds.randomElement(using: &generator) ?? .normal
        )
      }
      let tokenizer = try? Tokenizer(
        pieces: table,
        startID: Int32.random(in: -1...12, using: &generator),
        endID: Bool.random(using: &generator) ? 1 : nil,
        addsSpacePrefix: Bool.random(using: &generator),
        file: "model.gguf"
      )
      if let tokenizer {
        read += 1
        use(tokenizer, self.texts(&generator))
      }
    }
    #expect(read > 100)
  }

  @Test func `reads any character map within its bounds`() throws {
    let text = String(decoding: try TokenizerFixture.inflated("charsmap"), as: UTF8.self)
    let map = try #require(Data(base64Encoded: text))
    var read = 0
    Fuzz.rounds(60, seed: 8_104) { _, generator in
      var mutant = map
      // The trie's first units lead to all others.
      let end = Bool.random(using: &generator) ? map.count : 4_096
      for _ in 0..<Int.random(in: 1...200, using: &generator) {
        let place = Int.random(in: 4..<end, using: &generator)
        mutant[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
      let file = Self.files[2].replacingNormalizer(with: mutant.base64EncodedString())
      if let tokenizer = try? Tokenizer(tokenizerJSON: file, file: "tokenizer.json") {
        read += 1
        use(tokenizer, texts(&generator))
      }
    }
    #expect(read > 30)
  }

  @Test func `survives any text`() throws {
    let all = try TokenizerParityTests.kinds.map { try TokenizerFixture.tokenizer($0) }
    let texts = try TokenizerFixture.texts()
    Fuzz.rounds(300, seed: 8_105) { round, generator in
      let text = texts[Int.random(in: 0..<texts.count, using: &generator)]
      let mutant = Fuzz.mutated(text, alphabet: " [<'", with: &generator)
      use(all[round % all.count], [mutant])
    }
  }
}

extension String {
  /// The file with a character map in place of its normalizer.
  fileprivate func replacingNormalizer(with map: String) -> [UInt8] {
    let parts = replacing("\n", with: "")
      .split(separator: #"{"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "}"#)
    let normalizer = #"{"type":"Precompiled","precompiled_charsmap":""#
    return Array(parts[0].utf8) + Array(normalizer.utf8) + Array(map.utf8) + Array(#""}"#.utf8)
      + Array(parts[1].utf8)
  }
}
