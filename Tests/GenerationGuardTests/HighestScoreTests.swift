import GenerationGuard
import SafetyCore
import SafetyDetectors
import SafetyPolicy
import Testing
import TextViews

/// Places that a detector scores more than once: the highest score counts, and the place once.
struct HighestScoreTests {
  private static let texts = SamplePolicy.texts

  private func program(
    _ entries: [GuardList.Entry],
    rule: String = "score(dance) >= 0.5",
    action: String = "cut, template: declined"
  ) throws -> GuardProgram {
    let yaml =
      Self.texts + """
        detectors: {dance: {kind: lexicon, files: [dances.tsv]}}
        rules: [{id: dance, stage: output, if: "\(rule)", action: \(action)}]

        """
    return try SamplePolicy.program(yaml, lists: [0: entries])
  }

  private static let lighter = [
    GuardList.Entry(text: "silver kettle dance", weight: 0.3),
    GuardList.Entry(text: "kettle dance", weight: 0.9),
  ]
  private static let heavier = [
    GuardList.Entry(text: "silver kettle dance", weight: 0.9),
    GuardList.Entry(text: "kettle dance", weight: 0.3),
  ]

  @Test(arguments: [lighter, heavier])
  func `scores phrases within each other by the graver one`(entries: [GuardList.Entry]) throws {
    let program = try program(entries)
    for text in ["a silver kettle dance", "a s1lver kettle d4nce"] {
      let evidence = try program.scan(text).evidence
      #expect(evidence[0].score == 0.9 && evidence[0].count == 1, "\(text)")
    }
    let twice = try program.scan("a silver kettle dance, a silver kettle dance").evidence
    #expect(twice[0].score == 0.9 && twice[0].count == 2)
    let light = try program.scan("a silver kettle").evidence
    #expect(light[0].score == 0 && light[0].count == 0)
  }

  @Test(arguments: [lighter, heavier])
  func `ends an answer by the graver phrase, however it is cut`(
    entries: [GuardList.Entry]
  ) throws {
    let program = try program(entries)
    let text = "Tea, then a silver kettle dance for all."
    let whole = try GuardRun(program, [text])
    #expect(whole.action == .cut && whole.tail.hasSuffix("No kettles here."))
    #expect(!whole.output.contains("dance") && whole.breaches == 0)
    for cut in TextCuts.cuts(of: text, .all) { #expect(try GuardRun(program, cut) == whole) }
  }

  @Test func `puts a placeholder where only the graver phrase is redacted`() throws {
    let program = try program(Self.lighter, action: "redact")
    let text = "Tea, then a silver kettle dance for all."
    let whole = try GuardRun(program, [text])
    #expect(whole.output == "Tea, then a silver [DANCE] for all." && whole.breaches == 0)
    for cut in TextCuts.cuts(of: text, .all) { #expect(try GuardRun(program, cut) == whole) }
  }

  /// Scores every sentence by two labels, the first of which is always low.
  private struct TwoLabels: Detector {
    let descriptor = DetectorDescriptor(
      name: "steam",
      summary: "steam",
      rules: ["cool", "hot"].map { name in
        RuleDescriptor(
          "steam/\(name)",
          category: .quality,
          quantity: .score,
          summary: "steam",
          source: "test"
        )
      }
    )

    func makeInspector() throws -> any Inspector<AnalyzedText> { TwoScores() }
  }

  private final class TwoScores: Inspector {
    func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
      let isHot = String(decoding: subject.bytes, as: UTF8.self).contains("steam")
      inspection.record(0, 0.03)
      inspection.record(1, isHot ? 0.7 : 0.01)
    }
  }

  @Test(arguments: ["", ", only: [hot]", ", only: [cool, hot]", ", only: [hot, cool]"])
  func `scores a sentence by the highest of the labels that are asked`(only: String) throws {
    let yaml =
      "schema: gemma-safety/policy/1\nname: s\nversion: 1.0.0\n" + Self.texts + """
        detectors: {hot: {kind: linear, threshold: 0.5\(only)}}
        rules: [{id: hot, stage: output, if: "score(hot) >= 0.3", action: cut, template: declined}]

        """
    var parser = GuardPolicyParser { _ in throw CancellationError() }
    var resources = GuardResources()
    resources.classifier = TwoLabels()
    let program = try GuardProgram(try parser.parse(yaml, file: "s.yaml"), resources)
    let evidence = try program.scan("Here is steam for you.").evidence
    #expect(evidence[0].score == 0.7 && evidence[0].count == 1)
    let run = try GuardRun(program, ["Tea is fine. Here is ", "steam for you."])
    #expect(run.action == .cut && run.rule != nil)
    #expect(try GuardRun(program, ["Tea is fine."]).action == .allow)
  }
}
