/// Counts the tokens of texts, for mixtures whose shares are of tokens.
///
/// The room of corpora knows no tokenizer: one comes through this port.
package protocol TokenCounting: Sendable {
  /// Makes what one worker counts with; it is not to be shared.
  func makeCounter() -> any TokenCounter
}
