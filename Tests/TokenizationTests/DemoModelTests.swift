import Foundation
import FuzzSupport
import Testing
import Tokenization

/// The tokenizer and the prompts of the model that the repository holds.
struct DemoModelTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func tokenizer(_ name: String) throws -> Tokenizer {
    let file = Self.root.appending(path: "models/gemma-demo/\(name)")
    let bytes = Array(try Data(contentsOf: file))
    guard name == "tokenizer.model" else { return try Tokenizer(tokenizerJSON: bytes, file: name) }
    return try Tokenizer(sentencePieceModel: bytes, file: name)
  }

  @Test func `has the first ids of Gemma 3 in both of its files`() throws {
    let expected: [(String, Int32)] = [
      ("<pad>", 0), ("<eos>", 1), ("<bos>", 2), ("<unk>", 3), ("<mask>", 4), ("<unused98>", 104),
      ("<start_of_turn>", 105), ("<end_of_turn>", 106), ("\n", 107), ("\n\n", 108),
      ("\u{2581}\u{2581}", 138), ("<0x00>", 168),
    ]
    for name in ["tokenizer.json", "tokenizer.model"] {
      let tokenizer = try tokenizer(name)
      #expect(tokenizer.vocabularySize == 4_096)
      for (token, id) in expected { #expect(tokenizer.id(of: token) == id) }
    }
  }

  @Test func `gives the same ids from both of its files`() throws {
    let json = try tokenizer("tokenizer.json").makeEncoder(readsSpecialTokens: false)
    let model = try tokenizer("tokenizer.model").makeEncoder(readsSpecialTokens: false)
    Fuzz.rounds(500, seed: 8_401) { _, generator in
      let text = RandomText.make(with: &generator)
      // SentencePiece takes the sign for a space before it cuts.
      guard !text.unicodeScalars.contains("\u{2581}") else { return }
      #expect(json.encode(text).ids == model.encode(text).ids)
    }
  }

  private struct Reference: Decodable {
    struct Case: Decodable {
      let name: String
      let promptIds: [Int32]
    }

    let cases: [Case]
  }

  @Test func `gives the prompts that transformers made for the reference`() throws {
    let file = Self.root.appending(path: "Tests/GemmaInferenceTests/Fixtures/demo-reference.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let reference = try decoder.decode(Reference.self, from: try Data(contentsOf: file))
    let encoder = ChatTemplate.gemma3.makeEncoder(try tokenizer("tokenizer.json"))
    var conversations = 0
    for entry in reference.cases where entry.promptIds.contains(105) {
      var messages = [PromptMessage(.user, entry.name)]
      if entry.name == "system" {
        messages = [
          .init(.system, "Answer with one word."), .init(.user, "What is the capital of Peru?"),
        ]
      }
      #expect(try encoder.ids(of: ChatTemplate.gemma3.parts(of: messages)) == entry.promptIds)
      conversations += 1
    }
    #expect(conversations == 7)
  }
}
