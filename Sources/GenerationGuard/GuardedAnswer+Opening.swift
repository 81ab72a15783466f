import SafetyCore
import SafetyPolicy

/// What is looked at before anything is generated.
extension GuardedAnswer {
  func screen() async throws {
    phase = .over
    let screening: GuardScreening
    clock.start()
    do {
      kept = try owner.keeping?.texts(of: request, about: subject, withPrompt: keepsPrompt)
    } catch {
      return await refuse("the log could not be asked whose texts it keeps", .prompt)
    }
    do {
      let trusted = owner.seal?.trusted(request.messages, program, facts)
      screening = try await program.screen(request, facts, trusting: trusted)
    } catch let error as CancellationError {
      return try await giveUp(error, failureEvent(Self.givenUp, .prompt))
    } catch { return await refuse("a detector could not be set up", .prompt) }
    clock.stop()
    facts = screening.facts
    riskAfterwards = screening.riskAfterwards
    messages = screening.messages
    screened = screening.decision
    if screening.isRoutine { return await openAhead(screening) }
    if let failure = await record(events(of: screening)) {
      return await refuse(failure, .prompt, isRecorded: true)
    }
    if let failure = screening.failure { return await refuse(failure, .prompt, isRecorded: true) }
    let decision = screening.decision
    if decision.action == .refuse, let rule = decision.rule { return refuse(decision, by: rule) }
    if owner.seal != nil, screening.isClean { written = "" }
    await open(screening)
  }

  /// Answers with the refusal that the rule names.
  private func refuse(_ decision: GuardDecision, by rule: Int) {
    let template = program.policy.template(program.policy.rules[rule].template)
    let text = template?.text(in: facts.language) ?? ""
    end(.contentFilter, text, summary(decision.stage, decision.action, rule))
  }

  /// Asks the model while the record of a prompt on which no rule acts is on its way to the disk.
  ///
  /// Nothing of the answer is looked at, let alone let out, before the record is durable.
  private func openAhead(_ screening: GuardScreening) async {
    if owner.seal != nil { written = "" }
    async let recorded = record(events(of: screening))
    await open(screening)
    // A model that is slow keeps nobody waiting for a refusal: leaving this function cancels it.
    async let asked: Void = askAhead()
    guard let failure = await recorded else { return await asked }
    queue.removeAll()
    await refuse(failure, .prompt, isRecorded: true)
  }

  /// Fetches the first piece of the answer, or learns that there is none.
  private func askAhead() async {
    guard case .streaming = phase, var iterator = upstream else { return }
    let first: Result<GenerationPiece?, any Error>
    do { first = .success(try await iterator.next(isolation: self)) } catch {
      first = .failure(error)
    }
    // Meanwhile the answer may have been refused.
    guard case .streaming = phase else { return }
    (upstream, ahead) = (iterator, first)
  }

  /// Takes up what the conversation calls for, and begins to generate.
  private func open(_ screening: GuardScreening) async {
    for proposal in screening.stages.flatMap(\.decision.proposals)
    where proposal.standing == .enforced {
      let rule = program.policy.rules[proposal.rule]
      guard let template = program.policy.template(rule.template) else { continue }
      let text = template.text(in: facts.language)
      switch proposal.action {
      case .hedge: hedges.append(.init(text: text, place: rule.hedgePlace))
      case .safeComplete where !hasOpening && besides.isEmpty:
        addendum = template.addendum
        openWith(text)
      default: break
      }
    }
    await begin(addendum)
  }

  private func openWith(_ text: String) {
    guard !text.isEmpty else { return }
    guard !request.isStructured else { return besides.append(text) }
    hasOpening = true
    queue.append(.text(text + "\n\n"))
  }

  func begin(_ addendum: String?) async {
    var request = request
    request.messages = messages
    request.addendum =
      [request.addendum, addendum].compactMap { $0 }.joined(separator: "\n")
    if request.addendum?.isEmpty ?? false { request.addendum = nil }
    do {
      streamGuard = try StreamGuard(
        program,
        facts: facts,
        hedges: hedges,
        question: question,
        isStructured: request.isStructured
      )
      if program.policy.settings.reasoning == .screen {
        reasoningGuard = try StreamGuard(
          program,
          facts: facts,
          stage: .reasoning,
          question: question
        )
      }
    } catch { return await refuse("a detector could not be set up", .output) }
    upstream = owner.generator.generate(request).makeAsyncIterator()
    phase = .streaming
  }
}
