import Foundation
import Testing
import Tokenization

/// The whole vocabulary of Gemma 3, whose files are not part of this repository.
///
/// `GEMMA_SAFETY_TOKENIZERS` names a folder with `gemma3/tokenizer.json`, `gemma3/tokenizer.model`,
/// `gemma3_cases.json` and `kitoken/` as docs/tokenization.md describes them.
struct GemmaReferenceTests {
  private static let folder = ProcessInfo.processInfo.environment["GEMMA_SAFETY_TOKENIZERS"]
    .map { URL(filePath: $0) }
  private static let isMissing: Comment = "GEMMA_SAFETY_TOKENIZERS names no folder"

  private func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: try #require(Self.folder).appending(path: path)))
  }

  private func tokenizer(_ name: String) throws -> Tokenizer {
    let bytes = try bytes("gemma3/\(name)")
    guard name == "tokenizer.model" else { return try Tokenizer(tokenizerJSON: bytes, file: name) }
    return try Tokenizer(sentencePieceModel: bytes, file: name)
  }

  @Test(.enabled(if: folder != nil, isMissing))
  func `gives the ids of HF tokenizers and SentencePiece`() throws {
    let cases = try GemmaCase.read(try bytes("gemma3_cases.json"))
    let json = try tokenizer("tokenizer.json")
    let model = try tokenizer("tokenizer.model")
    let plainJSON = json.makeEncoder(readsSpecialTokens: false)
    let plainModel = model.makeEncoder(readsSpecialTokens: false)
    let (readingJSON, readingModel) = (json.makeEncoder(), model.makeEncoder())
    #expect(cases.count > 100)
    for entry in cases {
      #expect(readingJSON.encode(entry.text).ids == entry.ids)
      #expect(plainJSON.encode(entry.text).ids == entry.idsSpecialAsText ?? entry.ids)
      #expect(readingModel.encode(entry.text).ids == entry.idsSentencepiece ?? entry.ids)
      let decoded = entry.decoded ?? entry.text
      #expect(json.decode(entry.ids, skipsSpecialTokens: false) == decoded)
      #expect(json.decode(entry.ids) == entry.decodedSkipSpecial ?? decoded)
      guard !entry.text.contains("\u{2581}") else { continue }
      #expect(plainModel.encode(entry.text).ids == entry.idsSpecialAsText ?? entry.ids)
    }
  }

  /// Lines of a file, each a text with escapes, or one text.
  private func texts(_ name: String, isOne: Bool) throws -> [String] {
    let all = String(decoding: try bytes("kitoken/\(name)_input.txt"), as: UTF8.self)
    guard !isOne else { return [all] }
    return all.split(separator: "\n").map {
      String($0).replacing(#"\n"#, with: "\n").replacing(#"\s"#, with: " ").replacing(
        #"\x"#,
        with: ""
      )
    }
  }

  @Test(.enabled(if: folder != nil, isMissing), arguments: ["tokenizer.json", "tokenizer.model"])
  func `gives the ids of another project's texts`(file: String) throws {
    let encoder = try tokenizer(file).makeEncoder()
    var compared = 0
    for name in ["small", "mixed", "utf8"] {
      let texts = try texts(name, isOne: name == "utf8")
      let lines = String(decoding: try bytes("kitoken/\(name)_tokens_gemma3.txt"), as: UTF8.self)
        .split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
      try #require(lines.count == texts.count)
      for (text, line) in zip(texts, lines) {
        let expected = line.split { !$0.isNumber }.compactMap { Int32($0) }
        #expect(encoder.encode(text).ids == expected)
        compared += 1
      }
    }
    #expect(compared == 141)
  }
}
