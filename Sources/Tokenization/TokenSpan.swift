/// One token and the bytes of the original text that it stands for.
package struct TokenSpan: Sendable, Hashable {
  package var id: Int32
  /// The first byte; equal to `end` for a token that the tokenizer itself put in.
  package var start: Int32
  /// One past the last byte.
  package var end: Int32

  package init(id: Int32, start: Int32, end: Int32) {
    self.id = id
    self.start = start
    self.end = end
  }
}
