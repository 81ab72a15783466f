import Foundation
import Testing
import Tokenization

/// The tokenizers of the classifiers that the repository holds.
struct ShippedClassifierTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The ids are those of HF tokenizers for the same files.
  @Test(arguments: ["toxicity-small", "toxicity-tiny"])
  func `has words for pictographs, within words too`(classifier: String) throws {
    let file = Self.root.appending(path: "classifiers/\(classifier)/tokenizer.json")
    let encoder = try Tokenizer(
      tokenizerJSON: Array(try Data(contentsOf: file)),
      file: "tokenizer.json"
    ).makeEncoder()
    let expected: [(String, [Int32])] = [
      ("Put the kettle on \u{1F375}", [2404, 1996, 22421, 2006, 31122]),
      ("tea\u{1F375}time", [5572, 31122, 2051]),
      ("\u{1F469}\u{1F3FD}\u{200D}\u{1F373} cooks", [31366, 31258, 31120, 26929]),
      ("\u{1F1EB}\u{1F1F7} tea \u{2615}\u{FE0F}!", [30984, 30996, 5572, 30540, 999]),
      ("\u{1F600}\u{1F600}\u{2764}\u{FE0F}", [31773, 31773, 30869]),
      ("a kettle\u{2019}s song", [1037, 22421, 1521, 1055, 2299]),
    ]
    for (text, ids) in expected { #expect(encoder.encode(text).ids == ids) }
  }
}
