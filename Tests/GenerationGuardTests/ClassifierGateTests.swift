import GenerationGuard
import SafetyCore
import SafetyPolicy
import Testing
import TextViews

/// Classifiers that gate sentences, and what becomes of an answer when one fails.
struct ClassifierGateTests {
  private struct Failure: Error {}

  /// Scores sentences that speak of steam at one; fails at those that speak of smoke.
  private struct SteamDetector: Detector {
    let descriptor = DetectorDescriptor(
      name: "steam",
      summary: "steam",
      rules: [
        RuleDescriptor(
          "steam/hot",
          category: .quality,
          quantity: .score,
          summary: "steam",
          source: "test"
        )
      ]
    )

    func makeInspector() throws -> any Inspector<AnalyzedText> { SteamInspector() }
  }

  private final class SteamInspector: Inspector {
    func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
      let text = String(decoding: subject.bytes, as: UTF8.self)
      if text.contains("smoke") { throw Failure() }
      inspection.record(0, text.contains("fog") ? .nan : text.contains("steam") ? 1 : 0)
    }
  }

  private func run(_ text: String, settings: String = "", trail: Bool = false) throws -> GuardRun {
    let yaml =
      "schema: gemma-safety/policy/1\nname: s\nversion: 1.0.0\n" + SamplePolicy.texts + """
        detectors: {hot: {kind: linear, threshold: 0.5}}
        rules: [{id: hot, stage: output, if: hit(hot), action: cut, template: declined}]
        streaming: {classifier: \(trail ? "trail" : "gate"), segment_chars: 60}
        \(settings)

        """
    var parser = GuardPolicyParser { _ in throw Failure() }
    var resources = GuardResources()
    resources.classifier = SteamDetector()
    let program = try GuardProgram(try parser.parse(yaml, file: "s.yaml"), resources)
    let whole = try GuardRun(program, [text])
    for cut in TextCuts.cuts(of: text, .all) { #expect(try GuardRun(program, cut) == whole) }
    if !trail { #expect(whole.heldMaximum <= program.holdBound) }
    return whole
  }

  @Test func `writes no sentence before the classifier has passed it`() throws {
    let run = try run("Tea is fine. Here is steam for you. More tea.")
    #expect(run.output == "Tea is fine.\n\nNo kettles here." && run.action == .cut)
    #expect(try self.run("Tea is fine. And more.").output == "Tea is fine. And more.")
  }

  @Test func `ends within a sentence where the classifier only trails`() throws {
    let run = try run("Tea is fine. Here is steam for you. More tea.", trail: true)
    #expect(run.output == "Tea is fine. Here is steam for you.\n\nNo kettles here.")
    #expect(run.heldMaximum == 0)
  }

  @Test(arguments: ["smoke", "fog"])
  func `refuses, and says so, what a classifier cannot judge`(word: String) throws {
    let run = try run("Tea is fine. Here is \(word). More.")
    #expect(run.action == .refuse && run.rule == nil)
    #expect(run.output.hasPrefix("Tea is fine.") && !run.output.contains(word))
    #expect(run.tail.contains("a classifier"))
  }

  @Test func `passes it on where the policy says that a failure is open`() throws {
    let text = "Tea is fine. Here is smoke. More."
    #expect(try run(text, settings: "settings: {fail_mode: {output: open}}").output == text)
    let late = "Smoke: smoke. Here is steam."
    let run = try run(late, settings: "settings: {fail_mode: {output: open}}")
    #expect(run.action == .cut)
  }
}
