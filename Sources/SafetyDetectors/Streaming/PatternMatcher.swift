import TextViews

/// Runs patterns over a text that arrives scalar by scalar.
///
/// What counts is the leftmost match and of those the longest; it is certain when nothing that began
/// there can go on.
package final class PatternMatcher: StreamMatcher {
  // All state is one value, so that a scalar costs one check of exclusive access.
  private var state: PatternState
  // Apart from it, since to read a part of a value behind a reference is to copy the whole.
  package private(set) var liveStart = Int.max

  package init(_ program: PatternProgram) { state = PatternState(program) }

  package func reset() {
    state.reset()
    liveStart = .max
  }

  package func feed(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) {
    liveStart = state.feed(scalar, start, end, &findings)
  }

  package func finish(at end: Int, into findings: inout [StreamFinding]) {
    state.finish(&findings)
    liveStart = .max
  }
}
