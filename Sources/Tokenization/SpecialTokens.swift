/// What a model expects around a text, and the ids that mean something to its callers.
package struct SpecialTokens: Sendable, Hashable {
  /// Ids before the tokens of a single text, such as `[CLS]` or `<s>`.
  package var prefix: [Int32] = []
  /// Ids after them, such as `[SEP]` or `</s>`.
  package var suffix: [Int32] = []
  /// What stands for text that the vocabulary has no token for.
  package var unknown: Int32?

  package init() {}
}
