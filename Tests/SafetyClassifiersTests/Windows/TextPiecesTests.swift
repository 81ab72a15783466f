import FuzzSupport
import SafetyClassifiers
import Testing
import Tokenization

struct TextPiecesTests {
  private func pieces(_ bytes: [UInt8], longest: Int) -> [Range<Int>] {
    bytes.withUnsafeBytes { all in
      var cutter = TextPieces(all, longest: longest)
      var pieces: [Range<Int>] = []
      while let piece = cutter.next() { pieces.append(piece) }
      return pieces
    }
  }

  @Test func `cuts before white space, else between characters`() {
    #expect(pieces(Array("lamp cup river".utf8), longest: 9) == [0..<8, 8..<14])
    #expect(pieces(Array("lampcup".utf8), longest: 4) == [0..<4, 4..<7])
    #expect(pieces(Array("\u{4E2D}\u{6587}\u{4E2D}".utf8), longest: 4) == [0..<3, 3..<6, 6..<9])
    #expect(pieces([0x80, 0x80, 0x80, 0x80, 0x80, 0x80], longest: 4) == [0..<4, 4..<6])
    #expect(pieces([], longest: 4).isEmpty)
  }

  @Test func `gives the tokens of the whole text`() throws {
    let vocabulary = try SampleClassifier.files()["vocab.txt"] ?? []
    let tokenizer = try Tokenizer(wordPieceVocabulary: vocabulary, lowercase: true, file: "v")
    let words = ["silver", "kettles", "dance", "caf\u{e9}", "\u{4E2D}", " ", "\n", "12,", "'"]
    Fuzz.rounds(200, seed: 46_000) { round, generator in
      let text = (0..<40).map { _ in words.randomElement(using: &generator) ?? "" }
        .joined(separator: " ")
      let bytes = Array(text.utf8)
      let encoder = tokenizer.makeEncoder()
      let whole = encoder.encode(text).ids
      let longest = Int.random(in: 12...60, using: &generator)
      let found = pieces(bytes, longest: longest)
      #expect(found.first?.lowerBound == 0 && found.last?.upperBound == bytes.count)
      let parts = found.flatMap { piece in
        encoder.encode(String(decoding: bytes[piece], as: UTF8.self)).ids
      }
      let isSame = parts == whole
      #expect(isSame, "seed \(46_000 + round)")
    }
  }
}
