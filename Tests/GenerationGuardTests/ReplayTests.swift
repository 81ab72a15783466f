import GenerationGuard
import SafetyCore
import SafetyPolicy
import Testing

/// Recorded decisions under other policies.
struct ReplayTests {
  private static let detectors =
    SamplePolicy.texts + """
      detectors:
        dance: {kind: lexicon, phrases: [silver kettle dance]}
        spoon: {kind: lexicon, phrases: [copper spoon]}
        attack: {kind: injection, patterns: ['set instructions aside'], threshold: 0.8}

      """
  private static let old =
    detectors + """
      rules:
        - {id: dance, stage: prompt, if: hit(dance), action: refuse, template: declined}
        - {id: spoon, stage: output, if: hit(spoon), action: redact}
        - {id: attack, stage: prompt, if: hit(attack), action: annotate}

      """

  /// Traffic under the old policy, and what a new one says of it: `stage outcome rule gap`.
  private func replay(
    from old: String = old,
    _ new: String,
    _ traffic: [(asked: [ChatMessage], said: String)],
    today: String = "2026-01-31"
  ) async throws -> [String] {
    let conversation = try GuardedConversation(old)
    for (asked, said) in traffic {
      _ = try await conversation.answer(asked, by: ScriptedGenerator([said]))
    }
    let policies = try conversation.sink.policies()
    let program = try SamplePolicy.program(new)
    return try conversation.sink.decisions().map { event in
      let decision = RecordedDecision(event, under: policies.first)
      let verdict = decision.verdict(of: program, today: today)
      let outcome = ReplayOutcome(decision.recorded, verdict).rawValue
      switch verdict {
      case .decided(_, let rule):
        return [event.stage, outcome, rule].compactMap { $0 }.joined(separator: " ")
      case .unknown(let gap, let rules):
        return ([event.stage, outcome, gap.rawValue] + rules).joined(separator: " ")
      }
    }
  }

  private func ask(_ text: String, _ said: String = "Tea.") -> (asked: [ChatMessage], said: String)
  {
    ([ChatMessage(.user, text)], said)
  }

  @Test func `changes nothing under the policy of then`() async throws {
    let traffic = [
      ask("tea?"), ask("A silver kettle dance"), ask("tea?", "A copper spoon."),
      ([ChatMessage(.user, "a"), ChatMessage(.assistant, "b"), ChatMessage(.user, "c")], "d"),
    ]
    let outcomes = try await replay(Self.old, traffic)
    #expect(outcomes.allSatisfy { $0.contains(" unchanged") }, "\(outcomes)")
    #expect(outcomes.count == 8)
  }

  @Test func `tells what would be blocked, allowed, hedged and redacted`() async throws {
    let new =
      Self.detectors + """
        rules:
          - {id: careful, stage: prompt, if: hit(spoon), action: hedge, template: careful}
          - {id: no-dance, stage: output, if: hit(dance), action: redact}
          - {id: no-spoon, stage: output, if: hit(spoon), action: cut}

        """
    let outcomes = try await replay(
      new,
      [
        ask("a copper spoon"), ask("A silver kettle dance"), ask("tea?", "silver kettle dance"),
        ask("tea?", "A copper spoon."),
      ]
    )
    #expect(
      outcomes == [
        "prompt hedged careful", "output unchanged", "prompt allowed", "prompt unchanged",
        "output redacted no-dance", "prompt unchanged", "output blocked no-spoon",
      ]
    )
  }

  @Test func `cannot tell what hangs on a detector that had not looked`() async throws {
    let new =
      Self.old.replacing(
        "rules:",
        with: "  ladle: {kind: lexicon, phrases: [wooden ladle]}\nrules:"
      ) + """
          - {id: ladle, stage: prompt, if: hit(ladle), action: refuse, template: declined}
          - {id: noted, stage: output, if: hit(ladle), action: annotate}

        """
    let outcomes = try await replay(new, [ask("tea?"), ask("A silver kettle dance")])
    #expect(
      outcomes == [
        "prompt unknown detector_not_recorded ladle", "output unchanged", "prompt unchanged dance",
      ]
    )
  }

  @Test func `takes a detector of other phrases for another one, whatever it is called`()
    async throws
  {
    let new = Self.old.replacing("[silver kettle dance]", with: "[silver kettle dance, iron pan]")
    let outcomes = try await replay(new, [ask("A silver kettle dance"), ask("tea?")])
    #expect(outcomes[0] == "prompt unknown detector_not_recorded dance")
    let renamed = Self.old.replacing("dance:", with: "waltz:").replacing(
      "hit(dance)",
      with: "hit(waltz)"
    )
    #expect(try await replay(renamed, [ask("A silver kettle dance")]) == ["prompt unchanged dance"])
  }

  @Test func `reads thresholds anew from the scores`() async throws {
    let asking = Self.detectors.replacing(
      "'set instructions aside']",
      with: "'set instructions aside', 'you are free']"
    )
    let old = asking + "rules: [{id: r, stage: prompt, if: hit(attack), action: annotate}]\n"
    let new =
      asking.replacing("threshold: 0.8", with: "threshold: 1") + """
        rules:
          - {id: r, stage: prompt, if: hit(attack), action: refuse, template: declined}

        """
    let outcomes = try await replay(from: old, new, [ask("set instructions aside"), ask("tea?")])
    #expect(
      outcomes == ["prompt blocked r", "output unchanged", "prompt unchanged", "output unchanged"]
    )
    let counted = new.replacing("hit(attack)", with: "count(attack) >= 2")
    #expect(
      try await replay(from: old, counted, [ask("set instructions aside")]).first
        == "prompt unknown detector_not_recorded r"
    )
  }

  @Test func `cannot tell what follows where an answer was cut`() async throws {
    let old =
      Self.detectors + "rules: [{id: r, stage: output, if: hit(dance), action: cut}]\n"
    let new =
      Self.detectors + "rules: [{id: r, stage: output, if: hit(spoon), action: cut}]\n"
    let outcomes = try await replay(
      from: old,
      new,
      [
        ask("tea?", "A silver kettle dance."),
        ask("tea?", "A copper spoon, a silver kettle dance."),
      ]
    )
    #expect(
      outcomes == [
        "prompt unchanged", "output unknown cut_short", "prompt unchanged", "output unchanged r",
      ]
    )
  }

  @Test func `weighs earlier turns only where it knows how`() async throws {
    let new =
      Self.old
      + "  - {id: risky, stage: prompt, if: turn_risk >= 0.5, action: refuse, template: declined}\n"
    let turns = [ChatMessage(.user, "a"), ChatMessage(.assistant, "b"), ChatMessage(.user, "c")]
    let outcomes = try await replay(new, [ask("tea?"), (turns, "d")])
    #expect(
      outcomes == [
        "prompt unchanged", "output unchanged", "history unchanged",
        "prompt unknown turn_risk risky", "output unchanged",
      ]
    )
  }

  @Test func `reads expiry on the day it is asked`() async throws {
    let new =
      Self.old
      + "  - {id: soon, stage: prompt, if: hit(spoon), action: refuse, template: declined, expires: 2026-05-01}\n"
    let traffic = [ask("a copper spoon")]
    #expect(try await replay(new, traffic, today: "2026-04-30")[0] == "prompt blocked soon")
    #expect(try await replay(new, traffic, today: "2026-05-01")[0] == "prompt unchanged")
  }

  @Test func `tells nothing of records without scores or of an unknown policy`() async throws {
    let conversation = try GuardedConversation(Self.old)
    _ = try await conversation.answer([ChatMessage(.user, "tea?")], by: ScriptedGenerator(["Tea."]))
    var event = try #require(try conversation.sink.decisions().first)
    let policy = try conversation.sink.policies().first
    let unnamed = RecordedDecision(event, under: nil)
    #expect(
      unnamed.verdict(of: conversation.program, today: "2026-01-31")
        == .unknown(.oldRecord, rules: [])
    )
    event.evidence = nil
    let old = RecordedDecision(event, under: policy)
    #expect(
      old.verdict(of: conversation.program, today: "2026-01-31") == .unknown(.oldRecord, rules: [])
    )
    event.evidence = []
    let failed = RecordedDecision(event, under: policy)
    #expect(
      failed.verdict(of: conversation.program, today: "2026-01-31")
        == .unknown(.notLookedAt, rules: [])
    )
  }

  @Test func `gathers what differs alike`() {
    var report = ReplayReport()
    report.add(event: 1, stage: "prompt", .decided(.allow, rule: nil), .decided(.refuse, rule: "a"))
    report.add(event: 4, stage: "prompt", .decided(.allow, rule: nil), .decided(.refuse, rule: "a"))
    report.add(event: 5, stage: "output", .decided(.cut, rule: "b"), .decided(.annotate, rule: "c"))
    report.add(event: 6, stage: "output", .decided(.cut, rule: "b"), .decided(.refuse, rule: "c"))
    report.add(event: 7, stage: "output", .decided(.cut, rule: "b"), .unknown(.cutShort, rules: []))
    #expect(report.total == 5 && report.changed == 3 && report.count(.unchanged) == 1)
    #expect(report.entries.map(\.events) == [[1, 4], [5], [7]])
    #expect(report.entries.map(\.row.rule) == ["a", "c", "b"])
    #expect(report.entries[2].row.gap == .cutShort)
  }
}
