import TextViews

/// Looks for the phrases of a program in a text that arrives scalar by scalar.
package final class PhraseMatcher: StreamMatcher {
  // Behind a pointer of its own, so that a scalar costs no check of exclusive access.
  private let state: UnsafeMutablePointer<PhraseState>

  package init(_ program: PhraseProgram) {
    state = .allocate(capacity: 1)
    state.initialize(to: PhraseState(program))
  }

  deinit {
    state.deinitialize(count: 1)
    state.deallocate()
  }

  package func reset() { state.pointee.reset() }

  package var liveStart: Int { state.pointee.liveStart }

  package func feed(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) {
    _ = state.pointee.feed(scalar, start, end, &findings)
  }

  package func advance(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) -> Int {
    state.pointee.feed(scalar, start, end, &findings)
  }

  package func finish(at end: Int, into findings: inout [StreamFinding]) {
    state.pointee.finish(at: end, &findings)
  }
}
