import Diagnostics
import Foundation
import FuzzSupport
import Testing
import Tokenization

/// Gemma's rules on a small vocabulary, from each kind of file.
struct GemmaTokenizerTests {
  @Test func `gives the ids of HF tokenizers from tokenizer json`() throws {
    let tokenizer = try GemmaMini.fromJSON()
    let reading = tokenizer.makeEncoder()
    let plain = tokenizer.makeEncoder(readsSpecialTokens: false)
    let cases = try GemmaMini.cases()
    #expect(cases.count == 150)
    for entry in cases {
      #expect(reading.encode(entry.text).ids == entry.ids, "\(entry.text.debugDescription)")
      #expect(plain.encode(entry.text).ids == entry.idsSpecialAsText ?? entry.ids)
      #expect(reading.encodeWithSpecialTokens(entry.text).ids == [2] + entry.ids)
    }
  }

  @Test func `decodes as HF tokenizers do`() throws {
    for tokenizer in [try GemmaMini.fromJSON(), try GemmaMini.fromPieces()] {
      for entry in try GemmaMini.cases() {
        let decoded = entry.decoded ?? entry.text
        #expect(tokenizer.decode(entry.ids, skipsSpecialTokens: false) == decoded)
        #expect(tokenizer.decode(entry.ids) == entry.decodedSkipSpecial ?? decoded)
      }
    }
  }

  @Test func `gives the ids of SentencePiece from tokenizer model`() throws {
    let tokenizer = try GemmaMini.fromModel()
    let reading = tokenizer.makeEncoder()
    let plain = tokenizer.makeEncoder(readsSpecialTokens: false)
    for entry in try GemmaMini.cases() {
      #expect(reading.encode(entry.text).ids == entry.idsSentencepiece ?? entry.ids)
      // A literal U+2581 is a space to SentencePiece.
      guard !entry.text.contains("\u{2581}") else { continue }
      #expect(plain.encode(entry.text).ids == entry.idsSpecialAsText ?? entry.ids)
    }
  }

  @Test func `gives the ids of HF tokenizers from the pieces of a GGUF file`() throws {
    let tokenizer = try GemmaMini.fromPieces()
    let reading = tokenizer.makeEncoder()
    let plain = tokenizer.makeEncoder(readsSpecialTokens: false)
    for entry in try GemmaMini.cases() where !entry.text.contains("\u{2581}") {
      #expect(reading.encode(entry.text).ids == entry.ids, "\(entry.text.debugDescription)")
      #expect(plain.encode(entry.text).ids == entry.idsSpecialAsText ?? entry.ids)
      #expect(reading.encodeWithSpecialTokens(entry.text).ids == [2] + entry.ids)
    }
  }

  @Test func `adds an end sign and a space in front where a list of pieces asks for them`() throws {
    let tokenizer = try Tokenizer(
      pieces: try GemmaMini.pieces(),
      startID: 2,
      endID: 1,
      addsSpacePrefix: true,
      file: "model.gguf"
    )
    let usual = try GemmaMini.fromPieces().makeEncoder()
    let tokens = tokenizer.makeEncoder().encodeWithSpecialTokens("silver kettle")
    #expect(tokens.ids == [2] + usual.encode(" silver kettle").ids + [1])
    #expect(tokenizer.decode(tokens.ids) == "silver kettle")
  }

  @Test func `reads runs of spaces spelled as spaces in a list of pieces`() throws {
    var table = PieceTable()
    for (text, kind) in [
      ("<unk>", PieceTable.Kind.unknown), ("\u{2581}", .normal), ("  ", .userDefined),
    ] {
      table.append(text.utf8, score: 0, kind: kind)
    }
    let tokenizer = try Tokenizer(
      pieces: table,
      startID: nil,
      endID: nil,
      addsSpacePrefix: false,
      file: "model.gguf"
    )
    let ids = tokenizer.makeEncoder().encode("     ").ids
    #expect(ids == [2, 2, 1])
    #expect(tokenizer.decode(ids) == "     ")
  }

  @Test func `refuses lists of pieces that make no tokenizer`() {
    func message(_ pieces: [(String, Float, PieceTable.Kind)], start: Int32? = nil) -> String? {
      var table = PieceTable()
      for (text, score, kind) in pieces { table.append(text.utf8, score: score, kind: kind) }
      let error = #expect(throws: Diagnostic.self) {
        try Tokenizer(
          pieces: table,
          startID: start,
          endID: nil,
          addsSpacePrefix: false,
          file: "model.gguf"
        )
      }
      return error?.message
    }
    #expect(message([])?.contains("no entries") == true)
    #expect(message([("a", 0, .normal)])?.contains("UNKNOWN") == true)
    #expect(message([("<unk>", 0, .unknown), ("", 0, .normal)])?.contains("pieces[1]") == true)
    #expect(message([("<unk>", 0, .unknown), ("a", .nan, .normal)])?.contains("pieces[1]") == true)
    #expect(message([("<unk>", 0, .unknown)], start: 7)?.contains("start id") == true)
    #expect(message([("<unk>", 0, .unknown)], start: -1)?.contains("start id") == true)
  }

  /// Any text at all comes back, but for U+2581, which stands for a space in the vocabulary.
  @Test func `gives any text back`() throws {
    let tokenizers = [
      try GemmaMini.fromJSON(), try GemmaMini.fromModel(), try GemmaMini.fromPieces(),
    ]
    let encoders = tokenizers.map { $0.makeEncoder(readsSpecialTokens: false) }
    Fuzz.rounds(3_000, seed: 8_201) { round, generator in
      let text = RandomText.make(with: &generator)
      // By scalars: a mark after it would hide the sign in a character of its own.
      let scalars = text.unicodeScalars.map { $0 == "\u{2581}" ? " " : $0 }
      let expected = String(String.UnicodeScalarView(scalars))
      let index = round % tokenizers.count
      let ids = encoders[index].encode(text).ids
      let decoded = tokenizers[index].decode(ids, skipsSpecialTokens: false)
      // Equal scalars, not only equal characters.
      #expect(Array(decoded.utf8) == Array(expected.utf8))
    }
  }

  @Test func `never reads a special token in the text of strangers`() throws {
    let signs = ["<bos>", "<eos>", "<start_of_turn>", "<end_of_turn>", "<mask>", "<pad>"]
    for tokenizer in [
      try GemmaMini.fromJSON(), try GemmaMini.fromModel(), try GemmaMini.fromPieces(),
    ] {
      let special = Set(signs.compactMap { tokenizer.id(of: $0) })
      let encoder = tokenizer.makeEncoder(readsSpecialTokens: false)
      #expect(special.count == signs.count)
      Fuzz.rounds(500, seed: 8_202) { _, generator in
        var text = ""
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
          text += signs.randomElement(using: &generator) ?? ""
          if Bool.random(using: &generator) { text += RandomText.make(with: &generator) }
        }
        #expect(special.isDisjoint(with: encoder.encode(text).ids))
      }
    }
  }
}

/// Text of every kind, by chance.
enum RandomText {
  private static let pools: [ClosedRange<UInt32>] = [
    0x20...0x7E, 0x20...0x7E, 0x00...0x1F, 0xA0...0x24F, 0x300...0x36F, 0x400...0x4FF,
    0x5D0...0x6FF,
    0x900...0x97F, 0x2000...0x206F, 0x2580...0x2583, 0x3040...0x30FF, 0x4E00...0x9FFF,
    0xAC00...0xD7A3,
    0xFE00...0xFE0F, 0xFFF0...0xFFFF, 0x1F1E6...0x1F64F, 0x20000...0x2A6DF, 0xE0000...0xE007F,
    0x0...0x10FFFF,
  ]

  static func make(with generator: inout Fuzz.Generator) -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...12, using: &generator) {
      let pool = pools.randomElement(using: &generator) ?? 0x20...0x7E
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        // Runs of one sign meet the pieces that stand for runs.
        let value = UInt32.random(in: pool, using: &generator)
        let count =
          Int.random(in: 0..<8, using: &generator) == 0
          ? Int.random(in: 2...40, using: &generator) : 1
        guard let scalar = Unicode.Scalar(value) else { continue }
        scalars.append(contentsOf: repeatElement(scalar, count: count))
      }
      if Bool.random(using: &generator) { scalars.append(" ") }
      if Int.random(in: 0..<4, using: &generator) == 0 { scalars.append("\n") }
    }
    return String(scalars)
  }
}
