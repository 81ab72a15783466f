/// Decodes runs of a stream and looks at what comes out with matchers of its own.
package final class EncodedRunMatcher: StreamMatcher {
  /// What is decoded and how far.
  package struct Settings: Sendable, Hashable {
    package var base64 = true
    package var hex = true
    package var percent = true
    /// Bytes of a run; at this length it is looked at and a new one begins.
    package var longestRun = 1_024
    package var deepest = 2

    package init() {}
  }

  private let settings: Settings
  private let detectors: [Int]
  private let inner: [any StreamMatcher]
  /// The run at hand and where it begins.
  private struct Run {
    var bytes: [UInt8] = []
    var start = 0
  }

  // Behind a pointer of its own, so that a scalar costs no check of exclusive access.
  private let run: UnsafeMutablePointer<Run>
  private var innerFindings: [StreamFinding] = []

  /// - Parameters:
  ///   - settings: What is decoded.
  ///   - detectors: Those that ask for any run that decodes to text.
  ///   - inner: Matchers for decoded text; each belongs to this one alone.
  package init(_ settings: Settings, detectors: [Int], inner: [any StreamMatcher]) {
    self.settings = settings
    self.detectors = detectors
    self.inner = inner
    run = .allocate(capacity: 1)
    run.initialize(to: Run())
    run.pointee.bytes.reserveCapacity(settings.longestRun)
  }

  deinit {
    run.deinitialize(count: 1)
    run.deallocate()
  }

  /// Characters that may have to wait.
  package static func holdBound(_ settings: Settings) -> Int { settings.longestRun + 1 }

  package func reset() { run.pointee.bytes.removeAll(keepingCapacity: true) }

  package var liveStart: Int { run.pointee.bytes.isEmpty ? .max : run.pointee.start }

  package func feed(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) {
    guard scalar > 0x20, scalar < 0x7F else { return close(&findings) }
    if run.pointee.bytes.isEmpty { run.pointee.start = start }
    run.pointee.bytes.append(UInt8(scalar))
    if run.pointee.bytes.count >= settings.longestRun { close(&findings) }
  }

  package func advance(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) -> Int {
    // Between words nothing need be asked twice.
    if scalar <= 0x20, run.pointee.bytes.isEmpty { return .max }
    feed(scalar, start, end, into: &findings)
    return liveStart
  }

  package func finish(at end: Int, into findings: inout [StreamFinding]) { close(&findings) }

  private func close(_ findings: inout [StreamFinding]) {
    defer { run.pointee.bytes.removeAll(keepingCapacity: true) }
    guard run.pointee.bytes.count >= EncodedText.shortestRun else { return }
    let (bytes, start) = (run.pointee.bytes, run.pointee.start)
    look(into: bytes, depth: 1, start..<start + bytes.count, &findings)
  }

  private func look(
    into bytes: [UInt8],
    depth: Int,
    _ span: Range<Int>,
    _ findings: inout [StreamFinding]
  ) {
    let texts = EncodedText.texts(
      in: bytes,
      base64: settings.base64,
      hex: settings.hex,
      percent: settings.percent
    )
    for decoded in texts {
      for detector in detectors where decoded.isRemarkable {
        let term = decoded.encoding.rawValue
        findings.append(StreamFinding(detector: detector, span: span, view: .decoded, term: term))
      }
      scan(decoded.text, span, &findings)
      guard depth < settings.deepest else { continue }
      for part in decoded.text.utf8.split(whereSeparator: { $0 <= 0x20 || $0 >= 0x7F }) {
        look(into: Array(part), depth: depth + 1, span, &findings)
      }
    }
  }

  private func scan(_ text: String, _ span: Range<Int>, _ findings: inout [StreamFinding]) {
    innerFindings.removeAll(keepingCapacity: true)
    for matcher in inner {
      matcher.reset()
      var place = 0
      for scalar in text.unicodeScalars {
        matcher.feed(scalar.value, place, place + 1, into: &innerFindings)
        place += 1
      }
      matcher.finish(at: place, into: &innerFindings)
    }
    for finding in innerFindings {
      findings.append(
        StreamFinding(
          detector: finding.detector,
          span: span,
          view: .decoded,
          score: finding.score,
          term: finding.term
        )
      )
    }
  }
}
