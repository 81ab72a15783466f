import Checkpoints
import Diagnostics
import FuzzSupport
import SafetyClassifiers
import SafetyCore
import Testing

struct EncoderClassifierTests {
  /// Texts of very different lengths, from a seed.
  private func texts(_ count: Int, seed: UInt64) -> [String] {
    var generator = Fuzz.Generator(seed: seed)
    let words = [
      "silver", "kettle", "dance", "lamp", "quietly", "12", "Caf\u{e9}", ".", "!\n", "xyz",
    ]
    return (0..<count).map { _ in
      let length = Int.random(
        in: 0..<([3, 20, 400].randomElement(using: &generator) ?? 3),
        using: &generator
      )
      return (0..<length).map { _ in words.randomElement(using: &generator) ?? "" }
        .joined(separator: " ")
    }
  }

  @Test func `scores texts as transformers do`() throws {
    let classifier = try EncoderClassifier(SampleClassifier.folder())
    #expect(classifier.labels == SampleClassifier.labels)
    #expect(classifier.name == "sample-1")
    #expect(classifier.precision == .float32)
    let expected = try SampleClassifier.texts()
    let results = try SampleClassifier.classify(classifier, expected.map(\.text))
    #expect(results.count == expected.count)
    for (result, text) in zip(results, expected) {
      guard text.ids.count > 2 else {
        #expect(result.windows.isEmpty)
        continue
      }
      #expect(result.windows.count == 1)
      for (label, score) in text.scores.enumerated() {
        #expect(abs(Double(result.score(window: 0, label: label)) - score) < 1e-5)
      }
    }
  }

  @Test(arguments: EncoderPrecision.allCases)
  func `gives a text the same bits whatever stands beside it`(precision: EncoderPrecision) throws {
    var options = EncoderOptions()
    options.precision = precision
    options.windowTokens = 24
    let classifier = try EncoderClassifier(SampleClassifier.folder(), options: options)
    let texts = texts(60, seed: 41_000)
    let together = try SampleClassifier.classify(classifier, texts)
    let session = try classifier.makeSession()
    for (text, result) in zip(texts, together) {
      #expect(try SampleClassifier.classify(session, [text]) == [result])
    }
    let reversed = try SampleClassifier.classify(session, texts.reversed())
    #expect(Array(reversed.reversed()) == together)
    #expect(together.contains { $0.windows.count > 5 })
  }

  @Test func `stays within a hundredth of its probabilities in int8`() throws {
    let texts = texts(200, seed: 42_000)
    let exact = try SampleClassifier.classify(EncoderClassifier(SampleClassifier.folder()), texts)
    var options = EncoderOptions()
    options.precision = .int8
    let quantized = try EncoderClassifier(SampleClassifier.folder(), options: options)
    let results = try SampleClassifier.classify(quantized, texts)
    var differences: [Float] = []
    for (a, b) in zip(exact, results) {
      #expect(a.windows == b.windows)
      differences += zip(a.scores, b.scores).map { abs($0 - $1) }
    }
    differences.sort()
    #expect(differences[differences.count * 99 / 100] < 0.01)
    #expect(differences.contains { $0 > 0 })
  }

  @Test func `covers a long text with windows in order`() throws {
    var options = EncoderOptions()
    options.windowTokens = 32
    let classifier = try EncoderClassifier(SampleClassifier.folder(), options: options)
    // Several pieces of 64 KiB, more windows than are gathered at once.
    let text = String(
      repeating: "Silver kettle dance, lamp and cup. The river is quiet!\n",
      count: 4000
    )
    let result = try SampleClassifier.classify(classifier, [text, "lamp"])[0]
    let bytes = Array(text.utf8)
    var covered = 0
    for (window, next) in zip(result.windows, result.windows.dropFirst()) {
      #expect(window.lowerBound < next.lowerBound && window.upperBound < next.upperBound)
      #expect(next.lowerBound <= window.upperBound + 1)
      covered = next.upperBound
    }
    #expect(result.windows.first?.lowerBound == 0)
    #expect(covered == bytes.count - 1)
    // Windows of whole sentences begin and end as sentences do.
    for window in result.windows {
      #expect([0x53, 0x54].contains(bytes[window.lowerBound]))
      #expect([0x2E, 0x21].contains(bytes[window.upperBound - 1]))
    }
    // The same sentences get the same scores wherever they stand.
    #expect(Set(result.scores).count < 60)
  }

  @Test func `takes windows of the size asked for, with the overlap of the files`() throws {
    let window = #", "window": {"tokens": 64, "overlap_sentences": 0}"#
    let folder = try SampleClassifier.folder(try SampleClassifier.manifest(window))
    var options = EncoderOptions()
    let usual = try EncoderClassifier(folder)
    #expect(usual.window == WindowOptions(tokens: 64, overlapSentences: 0))
    options.windowTokens = 32
    let narrow = try EncoderClassifier(folder, options: options)
    #expect(narrow.window == WindowOptions(tokens: 32, overlapSentences: 0))
  }

  @Test func `refuses windows that the model cannot take`() throws {
    for tokens in [3, 129] {
      var options = EncoderOptions()
      options.windowTokens = tokens
      let error = #expect(throws: Diagnostic.self) {
        _ = try EncoderClassifier(SampleClassifier.folder(), options: options)
      }
      #expect(error?.code == "classifier/window")
    }
  }

  @Test func `refuses a tokenizer with more tokens than the model`() throws {
    var files = try SampleClassifier.files()
    files["vocab.txt", default: []] += Array("one\ntwo\nthree\nfour\n".utf8)
    let error = #expect(throws: Diagnostic.self) {
      _ = try EncoderClassifier(CheckpointFolder(name: "m", files: files))
    }
    #expect(error?.code == "classifier/vocabulary")
    files["vocab.txt"] = nil
    let none = #expect(throws: Diagnostic.self) {
      _ = try EncoderClassifier(CheckpointFolder(name: "m", files: files))
    }
    #expect(none?.code == "classifier/no-tokenizer")
  }
}
