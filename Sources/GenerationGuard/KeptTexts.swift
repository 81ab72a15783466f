import SafetyCore
import SafetyPolicy

/// The texts of one answer that go, sealed, beside the decisions over them: a stage's under its name.
///
/// Earlier turns stand beside the decisions of their own time.
struct KeptTexts {
  private let subject: TextSubject
  private let prompt: String
  /// What tools gave since the model last spoke.
  private let toolResults: String
  private var written: [GuardStage: String] = [:]

  /// - Parameters:
  ///   - request: The conversation.
  ///   - subject: Whom it is about.
  ///   - withPrompt: Whether the prompt is kept here; of several answers to it, beside one.
  init(of request: GenerationRequest, about subject: TextSubject, withPrompt: Bool) {
    self.subject = subject
    prompt = withPrompt ? request.messages.last { $0.role == .user }?.text ?? "" : ""
    toolResults = request.messages.reversed().prefix { $0.role == .tool }.reversed()
      .map(\.text).joined(separator: "\n")
  }

  /// Takes a piece as the model wrote it, whatever becomes of it.
  mutating func add(_ piece: String, _ stage: GuardStage) {
    guard written[stage]?.utf8.count ?? 0 < TextKeeping.mostBytes else { return }
    written[stage, default: ""] += piece
  }

  /// Forgets what the model wrote, since it writes anew.
  mutating func beginAnew() { written = [:] }

  /// What a decision was made on, one list for each; calls of tools belong to theirs in order.
  func contents(of events: [GuardEvent], calls: [ToolCall]) -> [[SealedContent]] {
    var calls = calls.makeIterator()
    return events.map { event in
      guard let stage = GuardStage(rawValue: event.stage) else { return [] }
      let text: String? =
        switch stage {
        case .prompt: prompt
        case .history: nil
        case .toolResult: toolResults
        case .toolCall: calls.next().map { "\($0.name)\n\($0.arguments)" }
        case .output, .outputFinal: written[.output]
        case .reasoning: written[.reasoning]
        }
      return text.map { TextKeeping.sealed($0, stage, about: subject) } ?? []
    }
  }
}
