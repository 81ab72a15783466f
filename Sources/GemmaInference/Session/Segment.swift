/// Some tokens of a reading that go through the layers together with those of others.
struct Segment {
  let reading: Int
  let session: GemmaSession
  let tokens: ArraySlice<Int32>
  /// Its rows among all that go through together.
  let rows: Range<Int>
  /// Which of these rows' logits are wanted, counted from the first of all rows.
  let wanted: Range<Int>
}
