/// Finds private keys in PEM as they arrive: the header is enough, and what follows goes with it.
///
/// A key of any length waits for its header only; each line behind it continues the finding.
package final class PrivateKeyMatcher: StreamMatcher {
  private static let opening = Array("-----BEGIN ".utf8)
  private static let closing = Array("-----END ".utf8)
  private static let longestLabel = 40
  private static let longestLine = 200
  /// As `PEMPattern`: a key that never ends is given up after this many bytes.
  private static let longestKey = 32_768

  private enum Phase {
    case outside
    /// So many bytes of the opening have matched.
    case opening(Int)
    case label
    case inside
  }

  private let detectors: [Int]
  private let term: Int
  private var phase = Phase.outside
  private var start = -1
  private var label: [UInt8] = []
  private var line: [UInt8] = []
  private var taken = 0

  /// - Parameters:
  ///   - detectors: The policy's detectors that ask for private keys.
  ///   - term: The rule's number among those of `secrets`.
  package init(detectors: [Int], term: Int) {
    self.detectors = detectors
    self.term = term
  }

  /// Characters that may have to wait: a header, or a line of the key.
  package static let holdBound = longestLine + 2

  package func reset() {
    phase = .outside
    start = -1
    label.removeAll(keepingCapacity: true)
    line.removeAll(keepingCapacity: true)
    taken = 0
  }

  package var liveStart: Int { start < 0 ? .max : start }

  package func feed(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) {
    let byte = scalar < 0x80 ? UInt8(scalar) : 0xFF
    switch phase {
    case .outside:
      if byte == 0x2D { begin(at: start) }
    case .opening(let count):
      if byte == Self.opening[count] {
        phase = count + 1 == Self.opening.count ? .label : .opening(count + 1)
      } else if byte == 0x2D, count == 5 {
        // More than five dashes: the last five count.
        self.start += 1
      } else {
        leave(byte, start)
      }
    case .label: takeLabel(byte, start, end, &findings)
    case .inside: takeLine(byte, start, end, &findings)
    }
  }

  package func finish(at end: Int, into findings: inout [StreamFinding]) {
    if case .inside = phase, start < end { report(start..<end, isContinuation: true, &findings) }
    reset()
  }

  private func begin(at start: Int) {
    self.start = start
    phase = .opening(1)
    label.removeAll(keepingCapacity: true)
  }

  private func leave(_ byte: UInt8, _ start: Int) {
    phase = .outside
    self.start = -1
    if byte == 0x2D { begin(at: start) }
  }

  private func takeLabel(
    _ byte: UInt8,
    _ place: Int,
    _ end: Int,
    _ findings: inout [StreamFinding]
  ) {
    label.append(byte)
    let dashes = label.reversed().prefix { $0 == 0x2D }.count
    if dashes == 0, label.count > Self.longestLabel { return leave(byte, place) }
    guard dashes > 0 else { return }
    let words = label.dropLast(dashes)
    guard dashes == 5 else {
      return
    }
    let name = String(decoding: words, as: UTF8.self)
    guard name.hasSuffix("PRIVATE KEY") || name.hasSuffix("PRIVATE KEY BLOCK") else {
      return leave(byte, place)
    }
    report(start..<end, isContinuation: false, &findings)
    phase = .inside
    start = end
    line.removeAll(keepingCapacity: true)
    taken = 0
  }

  private func takeLine(
    _ byte: UInt8,
    _ place: Int,
    _ end: Int,
    _ findings: inout [StreamFinding]
  ) {
    line.append(byte)
    taken += 1
    let isEnd =
      line.count > Self.closing.count + 5 && byte == 0x2D
      && line.suffix(5).allSatisfy { $0 == 0x2D }
      && line.drop { $0 == 0x20 }.starts(with: Self.closing)
    if isEnd || taken >= Self.longestKey {
      report(start..<end, isContinuation: true, &findings)
      reset()
    } else if byte == 0x0A || line.count >= Self.longestLine {
      report(start..<end, isContinuation: true, &findings)
      start = end
      if byte == 0x0A { line.removeAll(keepingCapacity: true) } else { line = [0xFF] }
    }
  }

  private func report(
    _ span: Range<Int>,
    isContinuation: Bool,
    _ findings: inout [StreamFinding]
  ) {
    for detector in detectors {
      findings.append(
        StreamFinding(detector: detector, span: span, term: term, isContinuation: isContinuation)
      )
    }
  }
}
