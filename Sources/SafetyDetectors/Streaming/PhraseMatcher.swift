import TextViews

/// Looks for the phrases of a program in a text that arrives scalar by scalar.
package final class PhraseMatcher: StreamMatcher {
  // All state is one value, so that a scalar costs one check of exclusive access.
  private var state: PhraseState
  // Apart from it, since to read a part of a value behind a reference is to copy the whole.
  package private(set) var liveStart = Int.max

  package init(_ program: PhraseProgram) { state = PhraseState(program) }

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
    state.finish(at: end, &findings)
    liveStart = .max
  }
}
