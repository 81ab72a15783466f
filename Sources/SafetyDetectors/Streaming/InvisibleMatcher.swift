import TextViews

/// Finds invisible characters where no orthography, emoji or flag asks for them, long runs of marks,
/// and characters that turn the direction of writing.
package final class InvisibleMatcher: StreamMatcher {
  /// What was found, as the finding's term.
  package enum Meaning: Int, CaseIterable {
    case misplaced
    case longRun
    case direction
  }

  private let detectors: [Int]
  private let longestRun: Int
  private var previous: UInt32 = 0
  private var base: UInt32 = 0
  /// Invisible scalars since `base` whose next neighbour is not known yet.
  private var run: [(scalar: UInt32, previous: UInt32, range: Range<Int>)] = []
  private var marks = 0
  private var marksStart = 0
  private var isLong = false

  /// - Parameters:
  ///   - detectors: The policy's detectors that ask for them.
  ///   - longestRun: More invisible characters or marks in a row than this are a finding.
  package init(detectors: [Int], longestRun: Int) {
    self.detectors = detectors
    self.longestRun = longestRun
  }

  /// Characters that may have to wait.
  package static func holdBound(longestRun: Int) -> Int { longestRun + 2 }

  package func reset() {
    previous = 0
    base = 0
    run.removeAll(keepingCapacity: true)
    marks = 0
    isLong = false
  }

  package var liveStart: Int {
    min(run.first?.range.lowerBound ?? .max, marks > 0 && !isLong ? marksStart : .max)
  }

  package func feed(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) {
    if scalar < 0x80, run.isEmpty, marks == 0, !isLong {
      previous = scalar
      base = scalar
      return
    }
    if Self.turnsDirection(scalar) { report(.direction, start..<end, &findings) }
    if InvisibleMeaning.isInvisible(scalar) {
      takeInvisible(scalar, start, end, &findings)
    } else if Self.isMark(scalar) {
      takeMark(start, end, &findings)
    } else {
      judge(next: scalar, &findings)
      marks = 0
      isLong = false
      base = scalar
    }
    previous = scalar
  }

  package func finish(at end: Int, into findings: inout [StreamFinding]) {
    judge(next: 0, &findings)
    reset()
  }

  private func takeInvisible(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    _ findings: inout [StreamFinding]
  ) {
    if isLong { return report(.longRun, start..<end, isContinuation: true, &findings) }
    run.append((scalar, previous, start..<end))
    guard run.count > longestRun else { return }
    report(.longRun, (run.first?.range.lowerBound ?? start)..<end, &findings)
    run.removeAll(keepingCapacity: true)
    isLong = true
  }

  private func takeMark(_ start: Int, _ end: Int, _ findings: inout [StreamFinding]) {
    if isLong { return report(.longRun, start..<end, isContinuation: true, &findings) }
    if marks == 0 { marksStart = start }
    marks += 1
    guard marks > longestRun else { return }
    report(.longRun, marksStart..<end, &findings)
    isLong = true
  }

  private func judge(next: UInt32, _ findings: inout [StreamFinding]) {
    for item in run {
      let isMisplaced = InvisibleMeaning.isMisplaced(
        item.scalar,
        previous: item.previous,
        base: base,
        next: next
      )
      if isMisplaced { report(.misplaced, item.range, &findings) }
    }
    run.removeAll(keepingCapacity: true)
  }

  private func report(
    _ meaning: Meaning,
    _ span: Range<Int>,
    isContinuation: Bool = false,
    _ findings: inout [StreamFinding]
  ) {
    for detector in detectors {
      findings.append(
        StreamFinding(
          detector: detector,
          span: span,
          term: meaning.rawValue,
          isContinuation: isContinuation
        )
      )
    }
  }

  /// Overrides of direction; isolates and embeddings belong to ordinary mixed text.
  private static func turnsDirection(_ scalar: UInt32) -> Bool {
    scalar == 0x202D || scalar == 0x202E
  }

  private static func isMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x300...0x36F, 0x483...0x489, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF,
      0xFE20...0xFE2F:
      true
    default: false
    }
  }
}
