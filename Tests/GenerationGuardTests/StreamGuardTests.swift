import Diagnostics
import GenerationGuard
import SafetyPolicy
import Testing

struct StreamGuardTests {
  private func run(
    _ yaml: String,
    _ text: String,
    hedges: [StreamGuard.Hedge] = []
  ) throws -> GuardRun {
    let program = try SamplePolicy.program(yaml)
    let whole = try GuardRun(program, [text], hedges: hedges)
    for cut in TextCuts.cuts(of: text, .all) {
      #expect(try GuardRun(program, cut, hedges: hedges) == whole)
    }
    return whole
  }

  @Test func `ends an answer before the phrase, with the policy's words`() throws {
    let run = try run(SamplePolicy.mixed, "Tea first, then a silver kettle dance for all.")
    #expect(run.output == "Tea first, then a \n\nNo kettles here.")
    #expect(run.action == .cut)
  }

  @Test func `answers with the policy's words alone where nothing was written`() throws {
    let run = try run(SamplePolicy.mixed, "Silver kettle dance")
    #expect(run.output == "No kettles here.")
  }

  @Test func `replaces what is redacted and goes on`() throws {
    let run = try run(
      SamplePolicy.mixed,
      "A wooden ladle, code k123x, mail silver.kettle@example.com or +49 30 901820 0."
    )
    #expect(run.output == "A [SPOON], code [CODE], mail [EMAIL] or [PHONE].")
    #expect(run.action == .redact)
  }

  @Test func `puts one placeholder for findings that overlap or touch`() throws {
    let yaml =
      SamplePolicy.texts + """
        detectors:
          one: {kind: lexicon, phrases: [silver kettle, kettle silver], views: [folded]}
        rules:
          - {id: one, stage: output, if: hit(one), action: redact}

        """
    #expect(try run(yaml, "silver kettle silver kettle silver spoon").output == "[ONE] spoon")
    #expect(try run(yaml, "silver kettle spoon silver kettle").output == "[ONE] spoon [ONE]")
  }

  @Test func `writes nothing of an empty answer, and benign text unchanged`() throws {
    #expect(try run(SamplePolicy.mixed, "").output == "")
    let text = "Kettles: été, 茶壺, 👨‍👩‍👧‍👦, می‌خواهم, e\u{301}, 1,234.5 and <b>bold</b>.\r\n\tEnd"
    #expect(try run(SamplePolicy.mixed, text).output == text)
  }

  @Test func `adds a caution once, at its place`() throws {
    func yaml(_ place: String) -> String {
      SamplePolicy.texts + """
        detectors:
          steam: {kind: lexicon, phrases: [steam]}
          cautious: {kind: hedge, phrases: [take care]}
        rules:
          - {id: steam, stage: output, if: hit(steam), action: hedge, hedge: \(place), template: careful}

        """
    }
    let text = "Steam is hot. Steam is white."
    #expect(try run(yaml("suffix"), text).output == text + "\n\nMind the steam.")
    #expect(
      try run(yaml("inline"), text).output == "Steam is hot. Mind the steam. Steam is white."
    )
    #expect(try run(yaml("inline"), "Steam").output == "Steam Mind the steam.")
    #expect(try run(yaml("suffix"), text + " Take care!").output == text + " Take care!")
  }

  @Test func `puts a caution before an answer unless it begins with one`() throws {
    let yaml =
      SamplePolicy.texts + """
        detectors:
          cautious: {kind: hedge, phrases: [take care]}

        """
    let hedge = StreamGuard.Hedge(text: "Mind the steam.", place: .prefix)
    #expect(try run(yaml, "Tea. More.", hedges: [hedge]).output == "Mind the steam.\n\nTea. More.")
    #expect(try run(yaml, "Take care. Tea.", hedges: [hedge]).output == "Take care. Tea.")
    let long = String(repeating: "tea ", count: 80)
    #expect(try run(yaml, long, hedges: [hedge]).output == "Mind the steam.\n\n" + long)
  }

  @Test func `applies rules over the whole answer before its last piece`() throws {
    let yaml =
      SamplePolicy.texts + """
        detectors:
          tea: {kind: lexicon, phrases: [tea]}
          pot: {kind: lexicon, phrases: [pot]}
        rules:
          - {id: no-pot, stage: output_final, if: "all(hit(tea), not(hit(pot)))", action: hedge, template: careful}
          - {id: both, stage: output_final, if: "count(pot) >= 3", action: refuse, template: declined}

        """
    #expect(try run(yaml, "tea").output == "tea\n\nMind the steam.")
    #expect(try run(yaml, "tea pot").output == "tea pot")
    let refused = try run(yaml, "pot pot pot")
    #expect(refused.action == .refuse && refused.tail.hasSuffix("No kettles here."))
  }

  @Test func `records every rule over the whole answer, and asks for a review where one does`()
    throws
  {
    let yaml =
      SamplePolicy.texts + """
        detectors:
          tea: {kind: lexicon, phrases: [tea]}
        rules:
          - {id: mask, stage: output, if: hit(tea), action: redact}
          - {id: often, stage: output_final, if: count(tea) >= 2, action: annotate, escalate: true}
          - {id: trial, stage: output_final, if: hit(tea), action: refuse, template: declined, mode: shadow}

        """
    let streamGuard = try StreamGuard(try SamplePolicy.program(yaml), facts: GuardFacts())
    _ = streamGuard.receive("tea and ")
    _ = streamGuard.receive("tea")
    #expect(!streamGuard.finalDecision.escalates)
    _ = streamGuard.finish()
    let decision = streamGuard.finalDecision
    #expect(decision.action == .redact && decision.rule == 0 && decision.escalates)
    #expect(decision.proposals.map(\.rule) == [0, 1, 2])
  }

  @Test func `explains an answer by the rules that act on the whole of it`() async throws {
    let yaml =
      SamplePolicy.texts + """
        detectors:
          tea: {kind: lexicon, phrases: [tea]}
        rules:
          - {id: mask, stage: output, if: hit(tea), action: redact}
          - {id: often, stage: output_final, if: count(tea) >= 2, action: refuse, template: declined}

        """
    let program = try SamplePolicy.program(yaml)
    let facts = GuardFacts()
    let twice = try await GuardExplanation(program, "tea and tea", .output, facts)
    #expect(twice.decision.action == .refuse && twice.decision.rule == 1)
    #expect(twice.run?.action == .refuse)
    #expect(twice.decision.proposals.map(\.rule) == [0, 1])
    let once = try await GuardExplanation(program, "tea", .output, facts)
    #expect(once.decision.action == .redact && once.run?.output == "[TEA]")
    let all = try await GuardExplanation.all(program, ["tea and tea"], [.prompt, .output], facts)
    #expect(all[0].map(\.decision.action) == [.allow, .refuse])
  }

  @Test func `names the line of a pattern that is not understood`() throws {
    let yaml = "detectors: {\n  code: {kind: pattern, patterns: ['a(b']}}\n"
    let error = #expect(throws: Diagnostic.self) { try SamplePolicy.program(yaml) }
    #expect(error?.code == "pattern/bad-pattern")
    #expect(error?.place?.file == "sample.yaml" && error?.place?.line == 5)
  }

  @Test func `only records what is in shadow`() throws {
    let yaml =
      SamplePolicy.texts + """
        detectors:
          tea: {kind: lexicon, phrases: [tea]}
        rules:
          - {id: tea, stage: output, if: hit(tea), action: cut, mode: shadow}

        """
    let run = try run(yaml, "tea and tea")
    #expect(run.output == "tea and tea" && run.action == .allow && run.heldMaximum == 0)
  }

  /// An ordinary answer, of which little may wait.
  private static let benign = """
    To descale a kettle, fill it halfway with equal parts of water and white vinegar, bring it to the \
    boil, and let it stand for about an hour. Pour the liquid away, rinse twice with fresh water, and \
    boil once more before you make tea. In 2023 a survey of 1,204 households found that most people do \
    this two or three times a year; in regions with hard water, once a month is better. If limescale \
    remains, repeat the procedure (citric acid works as well). The silver finish of older pots should \
    only be wiped with a soft cloth. Whether you prefer black, green or herbal tea, a clean kettle keeps \
    the taste pure and saves energy, because limescale insulates the heating element.
    """

  @Test func `holds a few characters of benign text`() throws {
    let program = try SamplePolicy.program(SamplePolicy.mixed)
    let run = try GuardRun(program, TextCuts.scalars(Self.benign))
    let count = Self.benign.unicodeScalars.count
    #expect(run.output == Self.benign)
    #expect(run.heldSum <= 8 * count, "\(Double(run.heldSum) / Double(count))")
    #expect(run.heldMaximum <= 64)
  }
}
