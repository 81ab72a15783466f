extension GuardEvent {
  /// Reads a record, also one of before facts and evidence were written.
  package init(reading members: EventMembers) throws {
    self.init(
      run: try members.string("run"),
      request: try members.string("request"),
      policy: try members.digest("policy"),
      model: try members.string("model"),
      stage: try members.string("stage"),
      action: try members.string("action"),
      severity: try members.string("severity")
    )
    modelSHA256 = try members.optionalDigest("model_sha256")
    rule = try members.optionalString("rule")
    proposals = try members.objects("proposals").map {
      Proposal(rule: try $0.string("rule"), standing: try $0.string("standing"))
    }
    failures = try members.array("failures").map {
      guard case .string(let text) = $0 else {
        throw members.problem("event/wrong-type", "`failures` is not of strings")
      }
      return text
    }
    escalates = try members.boolean("escalated")
    findings = try members.objects("findings").map(Finding.init(reading:))
    moreFindings = try members.count("more_findings")
    heldMaximum = try members.optionalCount("held_max")
    writtenBytes = try members.optionalCount("written_bytes")
    isComplete = try members.optionalBoolean("complete") ?? true
    facts = try members.optionalObject("facts").map(Facts.init(reading:))
    opensConversation = try members.optionalBoolean("opens")
    microseconds = try members.optionalCount("guard_us")
    guard members.holds("evidence") else { return }
    evidence = try members.objects("evidence").map { try $0.objectsByName(Evidence.init(reading:)) }
  }
}

extension GuardEvent.Finding {
  fileprivate init(reading members: EventMembers) throws {
    let span = try members.array("span")
    guard span.count == 2, case .integer(let start) = span[0], case .integer(let end) = span[1],
      0 <= start, start <= end
    else { throw members.problem("event/wrong-type", "`span` is no range") }
    self.init(
      detector: try members.string("detector"),
      view: try members.string("view"),
      score: try members.decimal("score"),
      span: start..<end
    )
  }
}

extension GuardEvent.Evidence {
  fileprivate init(reading members: EventMembers) throws {
    self.init(
      count: try members.count("count"),
      score: try members.decimal("score"),
      failure: try members.optionalString("failure")
    )
  }
}

extension GuardEvent.Facts {
  fileprivate init(reading members: EventMembers) throws {
    self.init(
      language: try members.string("language"),
      route: try members.string("route"),
      role: try members.string("role"),
      turnRisk: try members.decimal("turn_risk"),
      today: try members.string("today")
    )
    tool = try members.optionalString("tool")
    rollout = try members.optionalDigest("rollout")
  }
}
