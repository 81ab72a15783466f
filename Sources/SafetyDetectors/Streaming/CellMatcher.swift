import SafetyCore
import TextViews

/// Runs detectors that want a whole text over cells of a stream: words, and groups of figures.
///
/// No address, number or token goes on across the end of a cell, so that what is found in cells is
/// what is found in the whole text. A cell longer than the limit is cut there.
package final class CellMatcher: StreamMatcher {
  /// A detector and what its rules count for.
  package struct Source {
    package var inspector: any Inspector<AnalyzedText>
    package var ruleCount: Int
    /// By rule: the policy's detectors that ask for it.
    package var detectors: [[Int]]

    package init(
      inspector: any Inspector<AnalyzedText>,
      ruleCount: Int,
      detectors: [[Int]]
    ) {
      self.inspector = inspector
      self.ruleCount = ruleCount
      self.detectors = detectors
    }
  }

  /// Bytes before a cell that detectors see: the name before a value, a sign before a number.
  private static let context = 64
  private static let padding = 64

  private let sources: [Source]
  private let longest: Int
  /// Bytes without which nothing is found.
  private let anchors = ASCIIByte.table(of: "@:-0123456789_KSzJ=~")
  private let analyzed = AnalyzedText(words: .whitespace)
  private var inspection: Inspection
  /// Context, cell and the bytes after it; the cell begins at `cellPlace` of it.
  private var bytes: [UInt8] = []
  private var cellPlace = 0
  private var cellStart = -1
  private var token = Token()
  /// Whether the cell ends in a space that may be within it.
  private var isInGap = false
  private var hasAnchor = false
  private var hasDigit = false
  package private(set) var failure: String?

  /// What the last word of a cell looks like.
  private struct Token {
    var length = 0
    var hasDigit = false
    var isUpperCase = true
  }

  /// - Parameters:
  ///   - sources: Detectors of personal data and secrets.
  ///   - longest: Bytes of a cell at most.
  package init(_ sources: [Source], longest: Int) {
    self.sources = sources
    self.longest = longest
    inspection = Inspection(ruleCount: sources.map(\.ruleCount).max() ?? 0)
  }

  /// Characters that may have to wait.
  package static func holdBound(longest: Int) -> Int { longest + 4 }

  package func reset() {
    bytes.removeAll(keepingCapacity: true)
    cellPlace = 0
    cellStart = -1
    isInGap = false
    (hasAnchor, hasDigit) = (false, false)
    token = Token()
    failure = nil
  }

  package var liveStart: Int { cellStart < 0 ? .max : cellStart }

  package func feed(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) {
    // Figures of other scripts count as those of ASCII. All that detectors ask of any other scalar
    // beyond ASCII is whether it parts figures.
    let plain = scalar < 0x80 ? UInt8(scalar) : PlainFigure.plain(scalar)
    let byte = plain ?? 0x80
    if cellStart >= 0 {
      if plain != nil ? goesOn(byte) : parts(scalar) {
        append(scalar, until: end, &findings)
        return
      }
      close(following: byte, &findings)
    }
    if plain != nil, !ASCIIByte.isSpace(byte) {
      open(at: start)
      append(scalar, until: end, &findings)
    } else {
      addContext(byte)
    }
  }

  package func finish(at end: Int, into findings: inout [StreamFinding]) {
    if cellStart >= 0 { close(following: nil, &findings) }
  }

  /// Whether a byte of ASCII, or a figure read as one, belongs to the cell at hand.
  private func goesOn(_ byte: UInt8) -> Bool {
    if isInGap {
      // Figures in groups go on behind one space with more figures or with the letters of an IBAN.
      return ASCIIByte.isDigit(byte) || ASCIIByte.isUpper(byte) || byte == 0x28
    }
    guard ASCIIByte.isSpace(byte) else { return true }
    return byte == 0x20 && mayEndGroup
  }

  /// Whether a scalar beyond ASCII parts the figures of the cell at hand.
  private func parts(_ scalar: UInt32) -> Bool {
    !isInGap && TypographicSign.plain(scalar) != nil && mayEndGroup
  }

  /// Whether the last word of the cell may be followed by more of a number.
  private var mayEndGroup: Bool {
    token.hasDigit || (token.isUpperCase && token.length <= 4 && hasDigit)
  }

  private func open(at start: Int) {
    cellStart = start
    if bytes.count > Self.context {
      bytes.removeFirst(bytes.count - Self.context)
    }
    cellPlace = bytes.count
    isInGap = false
    (hasAnchor, hasDigit) = (false, false)
    token = Token()
  }

  private func append(_ scalar: UInt32, until end: Int, _ findings: inout [StreamFinding]) {
    let byte =
      scalar < 0x80
      ? UInt8(scalar) : PlainFigure.plain(scalar) ?? TypographicSign.plain(scalar) ?? 0x80
    if scalar < 0x80 {
      bytes.append(byte)
    } else if let value = Unicode.Scalar(scalar) {
      bytes += UTF8.encode(value).map(Array.init) ?? []
    }
    if byte == 0x20 {
      isInGap = true
      return
    }
    if isInGap {
      isInGap = false
      token = Token()
    }
    token.length += 1
    if ASCIIByte.isDigit(byte) { (token.hasDigit, hasDigit) = (true, true) }
    if !ASCIIByte.isUpper(byte) { token.isUpperCase = false }
    if anchors[Int(byte)] != 0 { hasAnchor = true }
    if bytes.count - cellPlace >= longest {
      close(following: nil, &findings)
      open(at: end)
    }
  }

  /// Looks at the cell; the byte after it tells whether a number runs on.
  private func close(following: UInt8?, _ findings: inout [StreamFinding]) {
    defer {
      cellStart = -1
      isInGap = false
    }
    guard hasAnchor else { return }
    let cell = cellStart..<cellStart + bytes.count - cellPlace
    var window = bytes
    if let following { window.append(following) }
    let count = window.count
    window += [UInt8](repeating: 0, count: Self.padding)
    for source in sources {
      do { try inspect(source, window, count, cell, &findings) } catch {
        failure = "a detector of personal data or secrets failed"
      }
    }
  }

  private func inspect(
    _ source: Source,
    _ window: [UInt8],
    _ count: Int,
    _ cell: Range<Int>,
    _ findings: inout [StreamFinding]
  ) throws {
    try window.withUnsafeBytes { buffer in
      analyzed.analyze(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
      inspection.reset()
      try source.inspector.inspect(analyzed, into: &inspection)
    }
    let shift = cell.lowerBound - cellPlace
    for span in inspection.spans where span.range.upperBound > cellPlace {
      let range =
        max(
          span.range.lowerBound + shift,
          cell.lowerBound
        )..<min(
          span.range.upperBound + shift,
          cell.upperBound
        )
      guard !range.isEmpty else { continue }
      for detector in source.detectors[span.rule] {
        findings.append(
          StreamFinding(detector: detector, span: range, score: span.score, term: span.rule)
        )
      }
    }
  }

  private func addContext(_ byte: UInt8) {
    bytes.append(byte)
    if bytes.count > 4 * Self.context { bytes.removeFirst(bytes.count - Self.context) }
  }
}
