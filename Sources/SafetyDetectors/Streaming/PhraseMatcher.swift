import TextViews

/// Looks for the phrases of a program in a text that arrives scalar by scalar.
package final class PhraseMatcher: StreamMatcher {
  // All state is one value, so that a scalar costs one check of exclusive access.
  private var state: PhraseState

  package init(_ program: PhraseProgram) { state = PhraseState(program) }

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
    state.finish(at: end, &findings)
  }
}
