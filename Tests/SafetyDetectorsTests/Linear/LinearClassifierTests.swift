import SafetyCore
import SafetyDetectors
import Testing
import TextViews

/// The linear model behind the port of all classifiers.
struct LinearClassifierTests {
  @Test func `scores the worst window as the detector does`() throws {
    let model = try LinearModel(LinearFixture.files())
    let session = try LinearClassifier(name: "linear", model: model).makeSession()
    let detector = try LinearFixture.detector()
    for item in try LinearFixture.cases() {
      let run = try DetectorRun(detector, item.text)
      let found = try #require(
        Array(item.text.utf8).withUnsafeBytes { try session.classify([$0]) }.first
      )
      for (label, rule) in LinearDetector.descriptor.rules.prefix(5).enumerated() {
        #expect(found.maximum(label: label) == Float(run[rule.id.rawValue]), "\(item.text)")
      }
    }
  }

  @Test func `covers the words of a text with overlapping windows`() throws {
    let model = try LinearModel(LinearFixture.files())
    let session = try LinearClassifier(name: "linear", model: model).makeSession()
    let text = "«" + String(repeating: "Ｓilver KETTLE ", count: 100) + "dance»"
    let found = try #require(Array(text.utf8).withUnsafeBytes { try session.classify([$0]) }.first)
    #expect(found.windows.count > 3)
    #expect(found.windows.first?.lowerBound == "«".utf8.count)
    #expect(found.windows.last?.upperBound == text.utf8.count - "»".utf8.count)
    #expect(zip(found.windows, found.windows.dropFirst()).allSatisfy { $0.overlaps($1) })
  }

  @Test func `gives a text the same answer among others and alone`() throws {
    let model = try LinearModel(LinearFixture.files())
    let session = try LinearClassifier(name: "linear", model: model).makeSession()
    let texts = try LinearFixture.cases().map { Array($0.text.utf8) } + [[], Array("🫖".utf8)]
    func answers(_ texts: ArraySlice<[UInt8]>, _ buffers: [UnsafeRawBufferPointer]) throws
      -> [TextClassification]
    {
      guard let first = texts.first else { return try session.classify(buffers) }
      return try first.withUnsafeBytes { try answers(texts.dropFirst(), buffers + [$0]) }
    }
    let together = try answers(texts[...], [])
    for (text, answer) in zip(texts, together) {
      #expect(try answers([text], []) == [answer])
    }
    #expect(together.suffix(2).allSatisfy { $0.windows.isEmpty })
  }
}
