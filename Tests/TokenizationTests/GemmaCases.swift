import Foundation
import Tokenization

/// Texts with the ids that HF tokenizers and SentencePiece give for them.
struct GemmaCase: Decodable {
  var text: String
  var ids: [Int32]
  /// Where SentencePiece gives others.
  var idsSentencepiece: [Int32]?
  /// Where special tokens in the text count as text.
  var idsSpecialAsText: [Int32]?
  /// Where it is not the text.
  var decoded: String?
  var decodedSkipSpecial: String?

  static func read(_ bytes: [UInt8]) throws -> [GemmaCase] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([GemmaCase].self, from: Data(bytes))
  }
}

/// The small tokenizer with Gemma's rules, in the forms in which tokenizers are handed around.
enum GemmaMini {
  static func fromJSON() throws -> Tokenizer {
    try Tokenizer(
      tokenizerJSON: try TokenizerFixture.inflated("gemma-mini.json"),
      file: "tokenizer.json"
    )
  }

  static func fromModel() throws -> Tokenizer {
    try Tokenizer(
      sentencePieceModel: try TokenizerFixture.inflated("gemma-mini.model"),
      file: "tokenizer.model"
    )
  }

  /// One of the list `[[piece, score, kind]]`.
  private struct Entry: Decodable {
    let piece: String
    let score: Float
    let kind: UInt64

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      piece = try list.decode(String.self)
      score = try list.decode(Float.self)
      kind = try list.decode(UInt64.self)
    }
  }

  static func pieces() throws -> PieceTable {
    let data = Data(try TokenizerFixture.inflated("gemma-mini.pieces.json"))
    var table = PieceTable()
    for entry in try JSONDecoder().decode([Entry].self, from: data) {
      let kind = PieceTable.Kind(rawValue: entry.kind) ?? .unused
      table.append(entry.piece.utf8, score: entry.score, kind: kind)
    }
    return table
  }

  static func fromPieces() throws -> Tokenizer {
    try Tokenizer(
      pieces: try pieces(),
      startID: 2,
      endID: nil,
      addsSpacePrefix: false,
      file: "model.gguf"
    )
  }

  static func cases() throws -> [GemmaCase] {
    try GemmaCase.read(try TokenizerFixture.inflated("gemma-mini.cases.json"))
  }
}
