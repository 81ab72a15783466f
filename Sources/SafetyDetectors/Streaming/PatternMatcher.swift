import TextViews

/// Runs patterns over a text that arrives scalar by scalar.
///
/// What counts is the leftmost match and of those the longest; it is certain when nothing that began
/// there can go on.
package final class PatternMatcher: StreamMatcher {
  // All state is one value, so that a scalar costs one check of exclusive access.
  private var state: PatternState

  package init(_ program: PatternProgram) { state = PatternState(program) }

  package func reset() { state.reset() }

  package var liveStart: Int { state.liveStart }

  package func feed(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) {
    _ = state.feed(scalar, start, end, &findings)
  }

  package func advance(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) -> Int {
    state.feed(scalar, start, end, &findings)
  }

  package func finish(at end: Int, into findings: inout [StreamFinding]) {
    state.finish(&findings)
  }
}
