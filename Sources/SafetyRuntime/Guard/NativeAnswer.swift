import GemmaInference
import SafetyCore

/// One answer of a native model on its way.
final class NativeAnswer {
  private let answer: TextGeneration
  private let promptTokens: Int
  private var completionTokens = 0
  private var hasCounted = false
  /// Whether the last piece was taken.
  private(set) var isOver = false
  /// What was computed and nobody has asked for yet: at most one piece.
  private var piece: GenerationPiece?
  private var failure: (any Error)?

  /// Begins an answer; nothing is computed yet.
  init(
    _ model: LoadedModel,
    _ request: GenerationRequest,
    _ sampling: GenerationSettings
  ) throws {
    (answer, promptTokens) = try model.begin(request, sampling)
  }

  /// What is to be computed next; nil while a piece waits to be asked for, and at the end.
  var unfinished: TokenGeneration? {
    piece == nil && failure == nil && !answer.isOver ? answer.tokens : nil
  }

  /// Learns what a step has brought.
  func take(_ step: GemmaEngine.Step) {
    switch step {
    case .reading: return
    case .failed(let error): failure = error
    case .token(let token):
      if token != nil { completionTokens += 1 }
      let text = answer.receive(token)?.text ?? ""
      if !text.isEmpty { piece = .text(text) }
    }
  }

  /// The next piece, where it was computed.
  ///
  /// - Throws: What computing it threw.
  func takePiece() throws -> GenerationPiece? {
    if let failure { throw failure }
    defer { piece = nil }
    if let piece { return piece }
    guard answer.isOver, !isOver else { return nil }
    guard hasCounted else {
      hasCounted = true
      return .usage(.init(prompt: promptTokens, completion: completionTokens))
    }
    isOver = true
    return .finished(answer.finish == .length ? .length : .stop)
  }
}
