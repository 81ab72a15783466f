import Checkpoints
import Foundation
import SafetyClassifiers
import SafetyCore
import Testing
import Tokenization

/// Text in, probabilities out, with the tokenizer that an architecture comes with.
struct WholeClassifierTests {
  static let names = ["whole-roberta", "whole-xlm-roberta", "whole-deberta-v3"]

  private func tokenizer(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: Fixture.folder.appending(path: "\(name)-tokenizer.json")))
  }

  @Test(arguments: names)
  func `scores texts as transformers do`(name: String) throws {
    let fixture = try Fixture(name)
    let files = ["tokenizer.json": try tokenizer(name)]
    let classifier = try EncoderClassifier(try fixture.folder(extra: files))
    let results = try SampleClassifier.classify(classifier, fixture.texts)
    #expect(results.count == 8 && fixture.texts.count == 8)
    for (result, (ids, logits)) in zip(results, zip(fixture.ids, fixture.logits)) {
      guard ids.count > 2 else {
        #expect(result.windows.isEmpty)
        continue
      }
      let sum = logits.reduce(0) { $0 + exp($1) }
      for (label, logit) in logits.enumerated() {
        let isShare = name == "whole-roberta"
        let expected = isShare ? exp(logit) / sum : 1 / (1 + exp(-logit))
        #expect(abs(Double(result.score(window: 0, label: label)) - expected) < 1e-5)
      }
    }
  }

  @Test func `reads byte pairs from the two files of old`() throws {
    let name = "whole-roberta"
    let fixture = try Fixture(name)
    let whole = try tokenizer(name)
    let root = try JSONSerialization.jsonObject(with: Data(whole)) as? [String: Any]
    let model = try #require(root?["model"] as? [String: Any])
    let merges = try #require(model["merges"] as? [[String]]).map { $0.joined(separator: " ") }
    let vocabulary = try JSONSerialization.data(withJSONObject: model["vocab"] ?? [:])
    let files = [
      "vocab.json": Array(vocabulary),
      "merges.txt": Array((["#version: 0.2"] + merges).joined(separator: "\n").utf8),
    ]
    let old = try EncoderClassifier(try fixture.folder(extra: files))
    let new = try EncoderClassifier(try fixture.folder(extra: ["tokenizer.json": whole]))
    // Ranges differ by the white space before a text, which a file of old leaves out.
    let (before, after) = (
      try SampleClassifier.classify(old, fixture.texts),
      try SampleClassifier.classify(new, fixture.texts)
    )
    #expect(before.map(\.scores) == after.map(\.scores))
    #expect(old.digest != new.digest)
  }

  @Test(arguments: names)
  func `gives the tokens of a whole text in pieces`(name: String) throws {
    let tokenizer = try Tokenizer(tokenizerJSON: try tokenizer(name), file: name)
    let encoder = tokenizer.makeEncoder(readsSpecialTokens: false)
    let text = "Silver kettle dance,  lamp\n\n cup. The river's stone  is 12 caf\u{e9}! "
    let bytes = Array(String(repeating: text, count: 4).utf8)
    let whole = encoder.encode(String(decoding: bytes, as: UTF8.self)).ids
    for longest in 24...80 {
      let parts = bytes.withUnsafeBytes { all in
        var pieces = TextPieces(all, longest: longest)
        var ids: [Int32] = []
        while let piece = pieces.next() {
          ids += encoder.encode(String(decoding: all[piece], as: UTF8.self)).ids
        }
        return ids
      }
      let isSame = parts == whole
      #expect(isSame, "pieces of \(longest)")
    }
  }
}
