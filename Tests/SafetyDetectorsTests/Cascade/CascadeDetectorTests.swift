import SafetyCore
import SafetyDetectors
import Testing
import TextViews

/// What each stage may do, on harmless placeholders.
struct CascadeDetectorTests {
  private static let labels = CascadeDetector.descriptor.rules.prefix(5).map(\.id.rawValue)
  private static let stage = CascadeRecord.stageRule.rawValue
  private static let flagged = CascadeRecord.flaggedRule.rawValue
  private static let audit = CascadeRecord.auditRule.rawValue

  @Test func `clears with the first stage what nothing speaks against`() throws {
    let fixture = CascadeFixture()
    let text = CascadeFixture.calm(200) + "silver spoon barrel."
    let run = try DetectorRun(fixture.detector(), text)
    #expect(Self.labels.allSatisfy { run[$0] == 0 })
    #expect(run["toxicity-cascade/toxic-share"] == 0)
    #expect(run[Self.stage] == 1)
    #expect(run[Self.flagged] == 0)
    #expect(run[Self.audit] == 0)
    #expect(run.evidence.isEmpty)
    #expect(fixture.tiny.texts.isEmpty && fixture.small.texts.isEmpty)
  }

  @Test func `passes on the surroundings of a weighty term in whole sentences`() throws {
    let fixture = CascadeFixture()
    let text = CascadeFixture.calm(200) + "silver kettle dance. " + CascadeFixture.calm(200)
    let run = try DetectorRun(fixture.detector(), text)
    let seen = try #require(fixture.tiny.texts.first)
    #expect(seen.contains("silver kettle dance. "))
    #expect(seen.hasPrefix("calm ") && seen.hasSuffix("meadow. "))
    #expect(seen.split(separator: " ").count < 60)
    // What the tiny model does not clear is less than what it saw.
    #expect(try #require(fixture.small.texts.first).utf8.count < seen.utf8.count)
    #expect(run[Self.stage] == 3)
    #expect(run[Self.flagged] == 1)
    #expect(run["toxicity-cascade/toxic"] == Double(Float(0.9)))
  }

  @Test func `lets the tiny model clear, and then says nothing of its scores`() throws {
    let fixture = CascadeFixture()
    let run = try DetectorRun(fixture.detector(), "a tin kettle in a meadow")
    #expect(run[Self.stage] == 2)
    #expect(Self.labels.allSatisfy { run[$0] == 0 })
    #expect(fixture.small.texts.isEmpty)
  }

  @Test func `condemns by the last stage alone`() throws {
    let fixture = CascadeFixture()
    let detector = try fixture.detector(["linear_clear_below": .number(0)])
    let run = try DetectorRun(detector, "a copper kettle and a spoon in a meadow")
    #expect(run[Self.stage] == 3)
    #expect(run["toxicity-cascade/toxic"] == Double(Float(0.2)))
    #expect(run["toxicity-cascade/insult"] == Double(Float(0.01)))
    #expect(run[Self.flagged] == 0)
    #expect(run.evidence.isEmpty)
  }

  @Test func `names the original bytes of flagged windows as evidence`() throws {
    let fixture = CascadeFixture()
    let detector = try fixture.detector(["linear_clear_below": .number(0)], usesTiny: false)
    let text = "Été 茶 calm. calm calm calm calm silver zwölf calm calm calm calm calm calm calm"
    let run = try DetectorRun(detector, text)
    let words = text.split(separator: " ")
    let worst = words[0..<8].joined(separator: " ")
    #expect(run.evidence["toxicity-cascade/toxic"] == [worst])
    #expect(run.evidence["toxicity-cascade/insult"] == [worst])
    #expect(run.evidence["toxicity-cascade/threat"] == nil)
    let share = Double(worst.utf8.count) / Double(text.utf8.count)
    #expect(run["toxicity-cascade/toxic-share"] == share)
  }

  @Test func `joins flagged windows that touch and keeps those apart that do not`() throws {
    let fixture = CascadeFixture()
    let detector = try fixture.detector(["linear_clear_below": .number(0)], usesTiny: false)
    let text = "silver " + CascadeFixture.calm(15) + " silver"
    #expect(try DetectorRun(detector, text).evidence["toxicity-cascade/toxic"]?.count == 2)
    let all = try fixture.detector([
      "linear_clear_below": .number(0), "evidence_score": .number(0),
    ])
    let run = try DetectorRun(all, "silver silver silver")
    #expect(run.evidence["toxicity-cascade/toxic"] == ["silver silver silver"])
  }

  @Test(arguments: ["", " \n", "?! …", "🫖"])
  func `settles a text without words at once`(text: String) throws {
    let fixture = CascadeFixture()
    let detector = try fixture.detector(["linear_clear_below": .number(0)])
    let run = try DetectorRun(detector, text)
    #expect(run[Self.stage] == 1)
    #expect(run.values.values.allSatisfy { !$0.isNaN })
  }

  @Test func `asks two models, or one that then decides`() throws {
    let text = "a copper kettle"
    let settings: [String: SettingValue] = ["linear_clear_below": .number(0)]
    let fixture = CascadeFixture()
    let linear = try LinearModel(LinearFixture.files())
    let alone = try CascadeDetector(
      settings: DetectorSettings(settings),
      stages: CascadeStages(lexicons: [], linear: linear, tiny: fixture.tiny, small: nil)
    )
    let run = try DetectorRun(alone, text)
    #expect(run[Self.stage] == 2)
    #expect(run["toxicity-cascade/toxic"] == Double(Float(0.99)))
    let small = try CascadeDetector(
      settings: DetectorSettings(settings),
      stages: CascadeStages(lexicons: [], linear: linear, tiny: nil, small: fixture.small)
    )
    #expect(try DetectorRun(small, text)[Self.stage] == 3)
    let error = #expect(throws: (any Error).self) {
      try CascadeDetector(
        settings: DetectorSettings(settings),
        stages: CascadeStages(lexicons: [], linear: linear, tiny: nil, small: nil)
      )
    }
    #expect("\(String(describing: error))".contains("cascade/no-model"))
  }

  @Test func `refuses a model that lacks a label`() throws {
    let other = PlaceholderClassifier("other", [:], labels: ["toxic", "severe_toxic"])
    let error = #expect(throws: (any Error).self) {
      try CascadeDetector(
        settings: DetectorSettings(),
        stages: CascadeStages(
          lexicons: [],
          linear: try LinearModel(LinearFixture.files()),
          tiny: nil,
          small: other
        )
      )
    }
    #expect("\(String(describing: error))".contains("`other` has no label `obscene`"))
  }

  @Test(arguments: [Float.nan, -0.1, 1.5, .infinity])
  func `stops at a score that is no probability`(score: Float) throws {
    let broken = PlaceholderClassifier("broken", ["silver": [score, 0, 0, 0, 0]])
    let detector = try CascadeDetector(
      settings: DetectorSettings(["linear_clear_below": .number(0)]),
      stages: CascadeStages(
        lexicons: [],
        linear: try LinearModel(LinearFixture.files()),
        tiny: nil,
        small: broken
      )
    )
    // A score below all others is no worst, so the window must hold it alone.
    guard !(score < 0) else { return }
    let error = #expect(throws: (any Error).self) { try DetectorRun(detector, "silver") }
    #expect("\(String(describing: error))".contains("cascade/bad-answer"))
  }

  @Test func `gives the same values whatever was read before`() throws {
    let fixture = CascadeFixture()
    let detector = try fixture.detector(["audit_sample": .number(0.5)])
    let texts = (0..<40).map { CascadeFixture.calm($0) + ($0 % 3 == 0 ? "silver kettle" : "tin") }
    let forward = try texts.map { try DetectorRun(detector, $0).values }
    let backward = try texts.reversed().map { try DetectorRun(detector, $0).values }
    #expect(forward == backward.reversed())
  }
}
