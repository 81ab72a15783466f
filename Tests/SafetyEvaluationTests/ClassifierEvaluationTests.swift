import SafetyEvaluation
import Testing

/// What is gathered text by text.
struct ClassifierEvaluationTests {
  private static let sample: ClassifierEvaluation = {
    var evaluation = ClassifierEvaluation(labels: ["toxic", "threat"])
    evaluation.add(scores: [0.9, 0.1], truths: [true, nil], source: "letters", groups: ["tea"])
    evaluation.add(scores: [0.2, 0.3], truths: [false, false], source: "letters")
    evaluation.add(scores: [0.4, 0.8], truths: [true, true], source: "books", groups: ["tea"])
    evaluation.add(scores: [0.6, 0.5], truths: [false, nil], groups: ["tea", "cocoa"])
    return evaluation
  }()

  @Test func `leaves out what nobody said`() throws {
    let threat = try #require(Self.sample.scores(of: 1))
    #expect(threat.scores == [0.3, 0.8])
    #expect(threat.truths == [false, true])
    #expect(Self.sample.textCount == 4)
  }

  @Test func `judges each source by its own texts`() throws {
    #expect(Self.sample.sourceNames == ["books", "letters"])
    let letters = try #require(Self.sample.scores(of: 0, source: "letters"))
    #expect(letters.scores == [0.9, 0.2])
    #expect(letters.rocAUC == 1)
    #expect(Self.sample.scores(of: 1, source: "books")?.rocAUC == nil)
    #expect(Self.sample.scores(of: 0, source: "unheard of") == nil)
  }

  @Test func `compares the texts that mention a group with the rest`() throws {
    #expect(Self.sample.groupNames == ["cocoa", "tea"])
    let tea = try #require(Self.sample.subgroup(of: 0, group: "tea"))
    #expect(tea.count == 3)
    #expect(tea.subgroup == 0.5)
    #expect(Self.sample.subgroup(of: 0, group: "cocoa")?.subgroup == nil)
    #expect(Self.sample.subgroup(of: 0, group: "unheard of") == nil)
  }
}
