import ArgumentParser
import GenerationGuard
import SafetyCore
import SafetyRuntime
import TerminalOutput

extension GenerateCommand {
  /// Where decisions are written down.
  private var log: String {
    audit ?? Settings.current[.audit] ?? GuardLogOption.standardPath
  }

  /// The policy that guards: as given, else as the settings say.
  var guardPolicy: String? { noPolicy ? nil : policy ?? Settings.current[.guardPolicy] }

  /// Refuses what goes with a policy only, or with none only, now that the settings are known.
  func checkPolicy() throws {
    guard guardPolicy != nil else {
      guard audit == nil, !keepTexts else {
        throw GemmaSafety.refuse(
          "--audit and --keep-texts need --policy, whose decisions the log keeps",
          see: "generate"
        )
      }
      return
    }
    guard policy == nil, tokenIds != nil || logprobs != nil else { return }
    let option = tokenIds == nil ? "--logprobs" : "--token-ids"
    let origin = Settings.current.origin(of: .guardPolicy)
    throw GemmaSafety.refuse(
      "\(option) goes with --no-policy alone: \(origin) names a guard policy",
      see: "generate"
    )
  }

  /// Answers behind a policy.
  func runGuarded() throws {
    var isRefused = false
    try GemmaSafety.reporting {
      let text = try prompt ?? PromptText.read(input ?? "-")
      let worker = try ModelWorker(
        model.model,
        precision: model.precision,
        cache: model.cache,
        threads: model.threadCount,
        sampling: settings(.chat(text))
      )
      let conversation = try GuardedConversation(
        policy: guardPolicy ?? "default",
        audit: log,
        keepsTexts: keepTexts,
        model: worker,
        clock: Clock.now
      )
      let terminal = display.terminal
      let shows = !display.json && !display.quiet
      let limit = maxTokens
      let answer = try AsyncBridge.wait {
        try await conversation.answer([ChatMessage(.user, text)], maximumTokens: limit) { piece in
          if shows { terminal.write(piece) }
        }
      }
      try conversation.close()
      show(answer)
      isRefused = answer.finish == "content_filter"
    }
    if isRefused { throw ExitCode(1) }
  }

  private func show(_ answer: GuardedConversation.Answer) {
    let summary = answer.summary
    if display.json {
      let value: CanonicalValue = [
        "format": "gemma-safety.guarded-generation/1",
        "text": .string(answer.text), "finish_reason": .string(answer.finish),
        "request": .string(summary?.request ?? ""),
        "stage": .string(summary?.stage.rawValue ?? ""),
        "action": .string(summary?.action.rawValue ?? ""),
        "rule": summary?.rule.map { .string($0) } ?? .null,
        "failure": summary?.failure.map { .string($0) } ?? .null,
        "held_max": .integer(summary?.heldMaximum ?? 0),
      ]
      display.terminal.write(String(decoding: value.canonicalJSON, as: UTF8.self) + "\n")
    } else if !display.quiet {
      display.terminal.write("\n")
    }
    guard verbose, let summary else { return }
    let rule = summary.rule.map { " because of `\($0)`" } ?? ""
    let action = summary.action.rawValue
    GemmaSafety.note("\(action)\(rule) at the stage \(summary.stage.rawValue), in \(log)")
  }
}
