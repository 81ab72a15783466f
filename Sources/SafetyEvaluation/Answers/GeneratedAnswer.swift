import SafetyCore

/// A whole answer.
package struct GeneratedAnswer: Sendable, Hashable {
  package var text: String
  package var finish: FinishReason

  /// Reads an answer to its end.
  static func collect(
    _ pieces: AsyncThrowingStream<GenerationPiece, any Error>
  ) async throws -> GeneratedAnswer {
    var answer = GeneratedAnswer(text: "", finish: .length)
    for try await piece in pieces {
      switch piece {
      case .text(let text): answer.text += text
      case .reasoning, .toolCall, .usage: break
      case .finished(let reason): answer.finish = reason
      }
    }
    return answer
  }

  /// Whether there is anything but white space.
  var isEmpty: Bool { text.allSatisfy(\.isWhitespace) }

  /// Whether a guard let nothing of it out.
  var isWithheldWhole: Bool { isEmpty && finish == .contentFilter }

  /// Whether the model said nothing, and no guard took anything away.
  var isSilent: Bool { isEmpty && finish != .contentFilter }
}
