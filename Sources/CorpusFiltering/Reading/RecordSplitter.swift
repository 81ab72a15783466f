/// Finds where the records of one format end, without understanding them.
protocol RecordSplitter {
  /// Looks at the record that starts at `start`; `atEnd` says that no byte follows the window.
  ///
  /// Never called with an empty rest.
  mutating func split(
    _ bytes: UnsafeRawBufferPointer,
    from start: Int,
    atEnd: Bool
  ) -> SplitStep

  /// Begins to skip the record at `start`, which `split` could not end within the limit.
  ///
  /// Takes all of the window and leaves in the splitter what `skip` needs to go on.
  mutating func beginSkip(_ bytes: UnsafeRawBufferPointer, from start: Int)

  /// Returns where in the window the skipped record ends, or nil when it goes on past it.
  mutating func skip(_ bytes: UnsafeRawBufferPointer) -> Int?

  /// Lines, or records where those are counted, that the skipped record spans.
  var skippedLines: Int { get }
}
