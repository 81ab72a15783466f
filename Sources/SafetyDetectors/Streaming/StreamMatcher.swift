/// A detector over a text that arrives scalar by scalar; not safe to share between threads.
///
/// What it finds depends on the scalars alone and never on the pieces they came in.
package protocol StreamMatcher: AnyObject {
  /// Takes a scalar and where its bytes stand; appends what is certain now.
  func feed(_ scalar: UInt32, _ start: Int, _ end: Int, into findings: inout [StreamFinding])

  /// The same, and gives back `liveStart` as it is then.
  func advance(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) -> Int

  /// Learns that the text has ended after so many bytes.
  func finish(at end: Int, into findings: inout [StreamFinding])

  /// The first byte that may belong to a finding not yet certain; `Int.max` where there is none.
  var liveStart: Int { get }

  /// Why part of the text was not looked at; nil where all of it was.
  var failure: String? { get }

  /// Forgets the text.
  func reset()
}

extension StreamMatcher {
  package var failure: String? { nil }

  package func advance(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) -> Int {
    feed(scalar, start, end, into: &findings)
    return liveStart
  }
}
