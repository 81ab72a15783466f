import Foundation
import Testing
import Tokenization

/// The same ids as HF tokenizers on 5,600 texts for one tokenizer of each kind.
struct TokenizerParityTests {
  static let kinds = [
    "bert", "bert-cased", "roberta", "gpt2", "llama3", "xlm-roberta", "deberta", "albert",
    "sentence-bpe", "words",
  ]

  @Test(arguments: kinds)
  func `gives the ids of HF tokenizers`(kind: String) throws {
    let texts = try TokenizerFixture.texts()
    let expected = try TokenizerFixture.checksums(kind)[0]
    #expect(texts.count >= 5_000 && expected.count == texts.count)
    let encoder = try TokenizerFixture.tokenizer(kind).makeEncoder()
    var tokens = TokenizedText()
    var different: [Int] = []
    for (index, text) in texts.enumerated() {
      text.withUnsafeBytes { encoder.encodeWithSpecialTokens($0, into: &tokens) }
      if TokenizerFixture.checksum(tokens.ids) != expected[index] { different.append(index) }
    }
    #expect(different.isEmpty)
  }

  @Test(arguments: kinds)
  func `gives the ids of the samples one by one`(kind: String) throws {
    let texts = try TokenizerFixture.texts()
    let samples = try JSONDecoder().decode(
      [[Int32]].self,
      from: Data(try TokenizerFixture.bytes(kind + ".samples.json"))
    )
    let encoder = try TokenizerFixture.tokenizer(kind).makeEncoder()
    var tokens = TokenizedText()
    #expect(samples.count > 50)
    for (text, ids) in zip(texts, samples) {
      encoder.encode(text, into: &tokens)
      #expect(tokens.ids == ids)
    }
  }

  @Test(arguments: ["bert", "bert-cased", "gpt2", "sentence-bpe"])
  func `gives the ranges of HF tokenizers`(kind: String) throws {
    let texts = try TokenizerFixture.texts()
    let expected = try TokenizerFixture.checksums(kind)[1]
    let encoder = try TokenizerFixture.tokenizer(kind).makeEncoder()
    var tokens = TokenizedText()
    var different: [Int] = []
    for (index, text) in texts.enumerated() where expected[index] != 0 {
      encoder.encode(text, into: &tokens)
      let ranges = zip(tokens.starts, tokens.ends).flatMap { [$0, $1] }
      if TokenizerFixture.checksum(ranges) != expected[index] { different.append(index) }
    }
    #expect(different.isEmpty)
    #expect(expected.count { $0 != 0 } > 4_500)
  }

  @Test(arguments: kinds)
  func `decodes as HF tokenizers do`(kind: String) throws {
    let texts = try TokenizerFixture.texts()
    let expected = try TokenizerFixture.checksums(kind)[2]
    let tokenizer = try TokenizerFixture.tokenizer(kind)
    let encoder = tokenizer.makeEncoder()
    var tokens = TokenizedText()
    var different: [Int] = []
    for (index, text) in texts.enumerated() {
      text.withUnsafeBytes { encoder.encodeWithSpecialTokens($0, into: &tokens) }
      let decoded = Array(tokenizer.decode(tokens.ids).utf8)
      if TokenizerFixture.checksum(decoded) != expected[index] { different.append(index) }
    }
    #expect(different.isEmpty)
  }

  @Test(arguments: kinds)
  func `gives the same tokens again with a full cache and in another order`(kind: String) throws {
    let all = try TokenizerFixture.texts()
    let texts = stride(from: 0, to: all.count, by: 4).map { all[$0] }
    let tokenizer = try TokenizerFixture.tokenizer(kind)
    let (warm, other) = (tokenizer.makeEncoder(), tokenizer.makeEncoder())
    var first: [TokenizedText] = []
    var tokens = TokenizedText()
    for text in texts {
      warm.encode(text, into: &tokens)
      first.append(tokens)
    }
    for (index, text) in texts.enumerated().reversed() {
      other.encode(text, into: &tokens)
      #expect(tokens == first[index])
      warm.encode(text, into: &tokens)
      #expect(tokens == first[index])
    }
  }

  @Test(arguments: kinds)
  func `keeps every range within its text and in order`(kind: String) throws {
    // Canonical order lets marks change places.
    let movesMarks = ["llama3", "albert", "words"].contains(kind)
    let encoder = try TokenizerFixture.tokenizer(kind).makeEncoder()
    var tokens = TokenizedText()
    for text in try TokenizerFixture.texts() {
      encoder.encode(text, into: &tokens)
      for index in 0..<tokens.count {
        let (start, end) = (tokens.starts[index], tokens.ends[index])
        #expect(0 <= start && start <= end && Int(end) <= text.count)
        #expect(index == 0 || movesMarks || tokens.starts[index - 1] <= start)
      }
    }
  }
}
