import Tokenization

/// Continues a prompt piece by piece as text.
///
/// Pieces are whole characters. What may be the beginning of a string that ends the answer is held
/// until it is known, and no part of such a string is given out.
package final class TextGeneration {
  /// What one token added.
  package struct Piece: Sendable {
    /// Perhaps empty.
    package let text: String
    /// The token, or nil for what was held at the end.
    package let token: GeneratedToken?
  }

  /// The tokens, for those who read many answers side by side.
  package let tokens: TokenGeneration
  private var decoder: IncrementalDecoder?
  private var stops: StopStrings
  private var isFlushed = false

  /// Prepares to continue a prompt.
  ///
  /// - Parameters:
  ///   - tokens: The tokens.
  ///   - tokenizer: Which spells them; without one there is no text.
  ///   - stops: Strings that end the answer.
  /// - Throws: `tokenizer/unsupported`.
  package init(_ tokens: TokenGeneration, _ tokenizer: Tokenizer?, stops: [String] = []) throws {
    self.tokens = tokens
    decoder = try tokenizer?.makeIncrementalDecoder()
    self.stops = StopStrings(stops)
  }

  /// Why there is no more, once there is none.
  package var finish: StopReason? { tokens.finish }

  /// Whether the last piece was given out.
  package private(set) var isOver = false

  /// The next piece, or nil at the end.
  ///
  /// - Throws: What computing throws.
  package func next() throws -> Piece? { receive(try tokens.next()) }

  /// The piece that a token makes, or nil at the end; without a token the answer has ended.
  package func receive(_ token: GeneratedToken?) -> Piece? {
    guard let token else { return flush() }
    let text = stops.receive(decoder?.receive(token.id) ?? "")
    if stops.isFound { tokens.end(.stop) }
    return Piece(text: text, token: token)
  }

  /// Ends the answer after what was given out.
  package func cancel() { tokens.end(.cancelled) }

  private func flush() -> Piece? {
    guard !isFlushed else {
      isOver = true
      return nil
    }
    isFlushed = true
    let rest = stops.receive(decoder?.finish() ?? "") + stops.finish()
    isOver = rest.isEmpty
    return rest.isEmpty ? nil : Piece(text: rest, token: nil)
  }
}
