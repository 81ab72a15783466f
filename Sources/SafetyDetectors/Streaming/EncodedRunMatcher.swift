/// Decodes runs of a stream and looks at what comes out with matchers of its own.
///
/// A run goes on behind a space, or on the next line, where a payload in pieces may.
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
  /// The run at hand: a word, or several in which one payload may stand.
  private struct Run {
    var bytes: [UInt8] = []
    /// Where it begins in the text.
    var start = 0
    /// Where its last word begins.
    var word = 0
    /// Whether a word before the last may go on in it.
    var isLater = false
    /// Bytes since the last word that is more than a sign.
    var gap = 0
    var isInGap = false
    /// Whether the run goes on behind a cut.
    var isContinued = false

    /// Whether it is a short word without a figure, as most are, behind which no payload goes on.
    var isPlain: Bool {
      guard !isLater, bytes.count < EncodedChains.shortestPiece else { return false }
      for byte in bytes where ASCIIByte.isDigit(byte) { return false }
      return true
    }

    /// Goes on behind a cut with the bytes that belong to what follows.
    mutating func begin(again rest: ArraySlice<UInt8>, _ place: Int) {
      bytes.append(contentsOf: rest)
      start = place
      word = (bytes.lastIndex { $0 <= 0x20 } ?? -1) + 1
      isLater = true
      isContinued = true
      isInGap = word == bytes.count
    }

    mutating func removeAll() {
      bytes.removeAll(keepingCapacity: true)
      (word, isLater, gap, isInGap, isContinued) = (0, false, 0, false, false)
    }
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

  package func reset() { run.pointee.removeAll() }

  package var liveStart: Int { run.pointee.bytes.isEmpty ? .max : run.pointee.start }

  package func feed(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) {
    guard scalar > 0x20, scalar < 0x7F else {
      if goesOn(across: scalar) { append(UInt8(scalar), &findings) } else { close(&findings) }
      return
    }
    if run.pointee.bytes.isEmpty { run.pointee.start = start }
    if run.pointee.isInGap {
      run.pointee.isInGap = false
      run.pointee.word = run.pointee.bytes.count
    }
    append(UInt8(scalar), &findings)
  }

  /// Whether the run may go on behind a scalar that parts words, which belongs to it then.
  private func goesOn(across scalar: UInt32) -> Bool {
    guard !run.pointee.bytes.isEmpty, scalar == 0x20 || scalar &- 9 < 5 else { return false }
    if !run.pointee.isInGap {
      guard !run.pointee.isPlain else { return false }
      let word = run.pointee.bytes[run.pointee.word...]
      let isRest = run.pointee.isContinued && run.pointee.word == 0
      guard isRest || EncodedChains.goesOn(word, isLater: run.pointee.isLater) else {
        return false
      }
      let isSign = !word.contains(where: ASCIIByte.isAlphanumeric)
      run.pointee.gap = isSign ? run.pointee.gap + word.count : 0
      (run.pointee.isInGap, run.pointee.isLater) = (true, true)
    }
    run.pointee.gap += 1
    return run.pointee.gap <= EncodedChains.longestGap
  }

  private func append(_ byte: UInt8, _ findings: inout [StreamFinding]) {
    run.pointee.bytes.append(byte)
    guard run.pointee.bytes.count >= settings.longestRun else { return }
    let (bytes, start) = (run.pointee.bytes, run.pointee.start)
    let chains = EncodedChains(bytes, isContinued: run.pointee.isContinued)
    let kept = chains.keptBehindCut()
    close(&findings)
    if let kept { run.pointee.begin(again: bytes[kept...], start + kept) }
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
    defer { run.pointee.removeAll() }
    guard run.pointee.bytes.count >= EncodedText.shortestRun else { return }
    let (start, isContinued) = (run.pointee.start, run.pointee.isContinued)
    look(into: run.pointee.bytes, isContinued: isContinued, depth: 1, &findings) {
      $0.lowerBound + start..<$0.upperBound + start
    }
  }

  /// Looks into words of ASCII, and into what several of them are pieces of.
  private func look(
    into bytes: [UInt8],
    isContinued: Bool = false,
    depth: Int,
    _ findings: inout [StreamFinding],
    place: (Range<Int>) -> Range<Int>
  ) {
    var known: [(range: Range<Int>, text: String)] = []
    for word in bytes.words where word.count >= EncodedText.shortestRun {
      let texts = EncodedText.texts(
        in: word.count == bytes.count ? bytes : Array(bytes[word]),
        base64: settings.base64,
        hex: settings.hex,
        percent: settings.percent
      )
      for text in texts { look(at: text, depth: depth, place(word), &findings) }
      known += texts.map { (word, $0.text) }
    }
    guard bytes.count >= EncodedText.shortest else { return }
    let chains = EncodedChains(bytes, isContinued: isContinued).joined(
      base64: settings.base64,
      hex: settings.hex,
      percent: settings.percent
    )
    for chain in chains {
      // Escapes of one word are units of hexadecimal too.
      let isKnown = known.contains {
        $0.range.contains(chain.range.lowerBound) && $0.text == chain.decoded.text
      }
      if !isKnown { look(at: chain.decoded, depth: depth, place(chain.range), &findings) }
    }
  }

  private func look(
    at decoded: EncodedText.Decoded,
    depth: Int,
    _ span: Range<Int>,
    _ findings: inout [StreamFinding]
  ) {
    for detector in detectors where decoded.isRemarkable {
      let term = decoded.encoding.rawValue
      findings.append(StreamFinding(detector: detector, span: span, view: .decoded, term: term))
    }
    scan(decoded.text, span, &findings)
    guard depth < settings.deepest else { return }
    for part in decoded.text.utf8.split(whereSeparator: { $0 >= 0x7F }) {
      look(into: Array(part), depth: depth + 1, &findings) { _ in span }
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
