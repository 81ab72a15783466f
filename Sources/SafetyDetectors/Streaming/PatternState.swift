import TextViews

/// Patterns at work at one place of a text.
struct PatternState {
  private let program: PatternProgram
  private let folder: StreamFolder
  private var plainLetters = PlainLetters()
  private var runs: [PatternRun]
  /// Patterns that have begun, and whether a pattern is among them.
  private var active: [Int] = []
  private var isActive: [Bool]
  private var previousIsWord = false
  /// A plain character with which a pattern may begin, not run before the next one is known.
  private var opener = PlainLetters.unit(0, 0, isWord: false)
  private var hasOpener = false
  /// Whether a letter, digit or `_` stood before the opener.
  private var opensWithin = false

  private var stack: [PatternRun.Thread] = []
  private var next: [PatternRun.Thread] = []
  /// By instruction: the step at which it was last reached.
  private var reached: [Int]
  private var step = 0
  /// By pattern: the end of the last symbol that it took.
  private var ends: [Int]

  init(_ program: PatternProgram) {
    self.program = program
    folder = StreamFolder(longestRun: program.invisibleRun)
    ends = [Int](repeating: 0, count: program.codes.count)
    runs = [PatternRun](repeating: PatternRun(), count: program.codes.count)
    isActive = [Bool](repeating: false, count: program.codes.count)
    reached = [Int](repeating: 0, count: program.longestCode)
  }

  mutating func reset() {
    folder.reset()
    plainLetters = PlainLetters()
    for index in runs.indices {
      runs[index].threads.removeAll(keepingCapacity: true)
      runs[index].found = nil
      isActive[index] = false
    }
    active.removeAll(keepingCapacity: true)
    (previousIsWord, hasOpener) = (false, false)
  }

  @inline(__always)
  var liveStart: Int {
    var start =
      plainLetters.isFolding
      ? folder.pendingStart : plainLetters.letter != 0 ? plainLetters.start : .max
    if hasOpener { return min(start, opener.start) }
    for index in active {
      if let found = runs[index].found { start = min(start, found.lowerBound) }
      for thread in runs[index].threads { start = min(start, thread.start) }
    }
    return start
  }

  /// Takes a scalar; gives back the first byte that may belong to a finding not yet certain.
  @inline(__always)
  mutating func feed(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    _ findings: inout [StreamFinding]
  ) -> Int {
    guard scalar < 0x80, !plainLetters.isFolding else {
      fold(scalar, start, end, &findings)
      return liveStart
    }
    let (lower, isWord) = PlainLetters.read(scalar)
    let previous = plainLetters.letter
    let place = plainLetters.start
    plainLetters.letter = isWord ? lower : 0
    plainLetters.start = start
    if previous != 0, !passes(previous) {
      take(PlainLetters.unit(previous, place, isWord: true), &findings)
    }
    if !isWord { take(PlainLetters.unit(lower, start, isWord: false), &findings) }
    return liveStart
  }

  /// Whether nothing is at work and nothing can begin with a letter within a word.
  @inline(__always)
  private mutating func passes(_ letter: UInt32) -> Bool {
    guard active.isEmpty, previousIsWord, program.restsWithin(letter) else { return false }
    guard hasOpener else { return true }
    guard !program.opens(opener.scalar, letter) else { return false }
    hasOpener = false
    return true
  }

  /// The way of everything beyond ASCII and of what may belong to it.
  private mutating func fold(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    _ findings: inout [StreamFinding]
  ) {
    folder.adopt(&plainLetters)
    folder.feed(scalar, start, end)
    for unit in folder.units { take(unit, &findings) }
    folder.release(to: &plainLetters)
  }

  mutating func finish(_ findings: inout [StreamFinding]) {
    folder.adopt(&plainLetters)
    folder.finish()
    for unit in folder.units { take(unit, &findings) }
    if hasOpener { open(&findings) }
    for index in active { close(index, &findings) }
    active.removeAll(keepingCapacity: true)
    (previousIsWord, hasOpener) = (false, false)
    plainLetters = PlainLetters()
  }

  private mutating func take(_ unit: FoldedUnit, _ findings: inout [StreamFinding]) {
    if hasOpener {
      let isPlain = unit.scalar < 128 && !unit.isBreak
      if isPlain, !program.opens(opener.scalar, unit.scalar) {
        hasOpener = false
      } else {
        open(&findings)
      }
    }
    if unit.isBreak {
      for index in active { close(index, &findings) }
      active.removeAll(keepingCapacity: true)
      previousIsWord = false
      return
    }
    let isWord = unit.isWord || unit.scalar == 0x5F
    defer { previousIsWord = isWord }
    guard active.isEmpty, unit.scalar < 128 else { return run(unit, isWord, &findings) }
    guard mayBegin(unit, isWord) else { return }
    (opener, hasOpener, opensWithin) = (unit, true, previousIsWord)
  }

  @inline(__always)
  private func mayBegin(_ unit: FoldedUnit, _ isWord: Bool) -> Bool {
    let isWithin = previousIsWord && isWord
    let place = Int(unit.scalar)
    return !(isWithin ? program.beginnersWithin[place] : program.beginners[place]).isEmpty
  }

  /// Runs the opener, since a pattern may go on after it.
  private mutating func open(_ findings: inout [StreamFinding]) {
    hasOpener = false
    let isWord = previousIsWord
    previousIsWord = opensWithin
    run(opener, isWord, &findings)
    previousIsWord = isWord
  }

  /// Goes on with the patterns at work, and begins those that can begin.
  private mutating func run(
    _ unit: FoldedUnit,
    _ isWord: Bool,
    _ findings: inout [StreamFinding]
  ) {
    for index in active { advance(index, unit, isWord, &findings) }
    let count = active.count
    if unit.scalar < 128 {
      let beginners =
        previousIsWord && isWord ? program.beginnersWithin : program.beginners
      for index in beginners[Int(unit.scalar)] { begin(index, unit, isWord, &findings) }
    } else {
      for index in runs.indices { begin(index, unit, isWord, &findings) }
    }
    if count > 0 { retire() }
  }

  /// Starts a pattern that was at rest.
  private mutating func begin(
    _ index: Int,
    _ unit: FoldedUnit,
    _ isWord: Bool,
    _ findings: inout [StreamFinding]
  ) {
    guard !isActive[index] else { return }
    advance(index, unit, isWord, &findings)
    guard !runs[index].threads.isEmpty || runs[index].found != nil else { return }
    isActive[index] = true
    active.append(index)
  }

  /// Puts patterns to rest of which nothing is left.
  private mutating func retire() {
    var kept = 0
    for place in active.indices {
      let index = active[place]
      if runs[index].threads.isEmpty, runs[index].found == nil {
        isActive[index] = false
      } else {
        active[kept] = index
        kept += 1
      }
    }
    active.removeLast(active.count - kept)
  }

  /// Ends a pattern's run: what waits for `\b` sees a sign that is no letter.
  private mutating func close(_ index: Int, _ findings: inout [StreamFinding]) {
    step += 1
    if !next.isEmpty { next.removeAll(keepingCapacity: true) }
    for thread in runs[index].threads { expand(thread, index, isEdge: previousIsWord) }
    report(index, &findings)
    runs[index].threads.removeAll(keepingCapacity: true)
    runs[index].found = nil
    isActive[index] = false
  }

  private mutating func advance(
    _ index: Int,
    _ unit: FoldedUnit,
    _ isWord: Bool,
    _ findings: inout [StreamFinding]
  ) {
    step += 1
    if !next.isEmpty { next.removeAll(keepingCapacity: true) }
    let isEdge = previousIsWord != isWord
    for thread in runs[index].threads { expand(thread, index, isEdge: isEdge) }
    // What ended before this symbol is known now; it may free the place for a new beginning.
    if let found = runs[index].found, !next.contains(where: { $0.start <= found.lowerBound }) {
      report(index, &findings)
      runs[index].found = nil
      next.removeAll { $0.start < found.upperBound }
    }
    expand(.init(at: 0, start: unit.start, length: 0), index, isEdge: isEdge)
    runs[index].threads.removeAll(keepingCapacity: true)
    let longest = program.codes[index].longest
    for thread in next where Int(thread.length) < longest {
      guard program.codes[index].takes(unit, at: Int(thread.at)) else { continue }
      runs[index].threads.append(
        .init(at: thread.at + 1, start: thread.start, length: thread.length + 1)
      )
      ends[index] = unit.end
    }
    settle(index, &findings)
  }

  /// Follows instructions that take no symbol; matches are noted, sets are kept in `next`.
  private mutating func expand(_ thread: PatternRun.Thread, _ index: Int, isEdge: Bool) {
    stack.append(thread)
    while let top = stack.popLast() {
      let at = Int(top.at)
      // Threads come in the order of their starts, so the first to reach a place is the earliest.
      guard reached[at] != step else { continue }
      reached[at] = step
      switch program.codes[index].instructions[at] {
      case .set: next.append(top)
      case .edge:
        if isEdge { stack.append(.init(at: top.at + 1, start: top.start, length: top.length)) }
      case .split(let one, let other):
        stack.append(.init(at: other, start: top.start, length: top.length))
        stack.append(.init(at: one, start: top.start, length: top.length))
      case .jump(let target):
        stack.append(.init(at: target, start: top.start, length: top.length))
      case .match: noteMatch(top, index)
      }
    }
  }

  private mutating func noteMatch(_ thread: PatternRun.Thread, _ index: Int) {
    guard thread.length > 0 else { return }
    if let found = runs[index].found, found.lowerBound < thread.start { return }
    runs[index].found = thread.start..<ends[index]
  }

  /// Reports what can grow no more, and forgets what began within it.
  private mutating func settle(_ index: Int, _ findings: inout [StreamFinding]) {
    guard let found = runs[index].found else { return }
    guard !runs[index].threads.contains(where: { $0.start <= found.lowerBound }) else { return }
    report(index, &findings)
    runs[index].found = nil
    runs[index].threads.removeAll { $0.start < found.upperBound }
  }

  private func report(_ index: Int, _ findings: inout [StreamFinding]) {
    guard let found = runs[index].found else { return }
    let source = program.codes[index].source
    findings.append(
      StreamFinding(
        detector: source.detector,
        span: found,
        view: .folded,
        score: source.weight,
        term: index
      )
    )
  }
}
