import SafetyCore
import Testing
import TextViews

import SafetyDetectors

/// Scores harmless strings by made-up weights.
struct LinearDetectorTests {
  private static let rules = LinearDetector.descriptor.rules.prefix(5).map(\.id.rawValue)

  @Test func `gives the scores that the training code gives`() throws {
    let detector = try LinearFixture.detector()
    let cases = try LinearFixture.cases()
    #expect(cases.count > 20)
    for item in cases {
      let run = try DetectorRun(detector, item.text)
      #expect(Self.rules.map { run[$0] } == item.scores.compactMap(Double.init), "\(item.text)")
    }
  }

  @Test func `finds the buckets that the training code finds`() throws {
    let features = try LinearModel(LinearFixture.files()).features
    for item in try LinearFixture.cases() {
      let fixture = FoldedWords(item.text)
      #expect(fixture.words.count == item.words, "\(item.text)")
      #expect(fixture.buckets(features) == item.buckets, "\(item.text)")
      let pairs = zip(fixture.hashes, fixture.hashes.dropFirst()).prefix(8)
      #expect(pairs.map { features.bucket(pair: $0, $1) } == item.pairs, "\(item.text)")
    }
  }

  @Test func `gives the sums of a plain reference, window by window`() throws {
    var generator = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max, using: &generator)
    var random = SplitMix(seed: seed)
    let model = try LinearModel(LinearFixture.files())
    let detector = try LinearFixture.detector(["window": .integer(10)])
    for _ in 0..<200 {
      let text = random.text()
      let run = try DetectorRun(detector, text)
      let reference = LinearReference(model, window: 10).scores(FoldedWords(text))
      #expect(Self.rules.map { run[$0] } == reference, "seed \(seed)")
    }
  }

  @Test func `scores a text without words as nothing`() throws {
    for text in ["", " \n", "?! …", "🫖"] {
      let run = try DetectorRun(LinearFixture.detector(), text)
      #expect(LinearDetector.descriptor.rules.allSatisfy { run[$0.id.rawValue] == 0 })
      #expect(run.evidence.isEmpty)
    }
  }

  @Test func `finds in a long text what it finds in a part of it`() throws {
    let detector = try LinearFixture.detector()
    let part = "silver kettle dance silver kettle dance silver kettle"
    let alone = try DetectorRun(detector, part)
    // The windows of eight words begin at every fourth word, so the part is one of them.
    let calm = String(repeating: "calm ", count: 400)
    let long = try DetectorRun(detector, calm + part + " " + calm)
    let without = try DetectorRun(detector, calm)
    for rule in Self.rules where alone[rule] > without[rule] + 0.2 {
      #expect(long[rule] > without[rule] + 0.1)
    }
  }

  @Test func `names the original bytes of the windows that are evidence`() throws {
    let settings: [String: SettingValue] = ["evidence_score": .number(0)]
    let text = "«" + String(repeating: "Ｓilver KETTLE ", count: 30) + "dance»"
    let run = try DetectorRun(LinearFixture.detector(settings), text)
    for rule in Self.rules {
      #expect(run.evidence[rule] == [String(text.dropFirst().dropLast())])
    }
    #expect(run["toxicity-linear/toxic-share"] == 1)
  }

  @Test func `measures the share of windows with evidence`() throws {
    let calm = try DetectorRun(LinearFixture.detector(), "kettle")["toxicity-linear/toxic"]
    let above = try LinearFixture.detector(["evidence_score": .number(calm.nextUp)])
    let at = try LinearFixture.detector(["evidence_score": .number(calm)])
    #expect(try DetectorRun(above, "kettle")["toxicity-linear/toxic-share"] == 0)
    #expect(try DetectorRun(at, "kettle")["toxicity-linear/toxic-share"] == 1)
  }

  @Test func `cannot be changed by what was seen before`() throws {
    let detector = try LinearFixture.detector()
    let texts = try LinearFixture.cases().map(\.text)
    let inspector = try detector.makeInspector()
    let forwards = try texts.map { try FoldedWords.inspect($0, by: inspector) }
    let backwards = try texts.reversed().map { try FoldedWords.inspect($0, by: inspector) }
    #expect(forwards == backwards.reversed())
  }

  @Test(arguments: [7, 9, 6, 1026])
  func `refuses a window that is odd or out of range`(window: Int) throws {
    #expect(
      performing: {
        try LinearFixture.detector(["window": .integer(window)])
      },
      throws: { "\($0)".contains("linear/window") }
    )
  }

  @Test func `ships a model that clears plain prose`() throws {
    let detector = try LinearDetector(
      settings: DetectorSettings(),
      model: LinearFixture.shipped()
    )
    let prose = "The kettle stood on the table while the children read their books in the garden."
    let run = try DetectorRun(detector, prose)
    for rule in Self.rules { #expect(run[rule] < 0.3) }
  }
}
