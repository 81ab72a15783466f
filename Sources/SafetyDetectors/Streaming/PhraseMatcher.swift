import TextViews

/// Looks for the phrases of a program in a text that arrives scalar by scalar.
package final class PhraseMatcher: StreamMatcher {
  private let program: PhraseProgram
  private let folder: StreamFolder
  private var foldedLane: FoldedLane
  private var skeletonLane: SkeletonLane
  private var symbols: [PhraseSymbol] = []
  private var plain: LaneState
  private var bones: LaneState
  private var letters: LaneState
  /// Squeezed phrases that are certain if no letter of the same piece follows.
  private var waiting: [StreamFinding] = []

  /// An automaton at work.
  private struct LaneState {
    var state: Int32 = 0
    var ring: SymbolRing
    var disguise = 0
    var genuine = 0
    var piece = 0
    var opensPiece = true
    var last: UInt32 = 0

    init(_ automaton: PhraseAutomaton) { ring = SymbolRing(longest: automaton.longest) }

    mutating func reset() {
      state = 0
      ring.reset()
      (disguise, genuine, piece, last) = (0, 0, 0, 0)
      opensPiece = true
    }

    /// The first byte of the last so many symbols.
    @inline(__always)
    func start(_ depth: Int) -> Int {
      depth > 0 && ring.count >= depth ? ring[back: depth - 1].start : .max
    }
  }

  package init(_ program: PhraseProgram) {
    self.program = program
    folder = StreamFolder(longestRun: program.invisibleRun)
    foldedLane = FoldedLane(longestGap: program.gapRun)
    skeletonLane = SkeletonLane(longestGap: program.gapRun, longestRun: program.invisibleRun)
    plain = LaneState(program.folded)
    bones = LaneState(program.skeleton)
    letters = LaneState(program.squeezed)
    reset()
  }

  package func reset() {
    folder.reset()
    foldedLane.reset()
    skeletonLane.reset()
    plain.reset()
    bones.reset()
    letters.reset()
    waiting.removeAll(keepingCapacity: true)
    // A text begins as after a separator.
    plain.state = program.folded.next(0, PhraseSymbol.separator)
    bones.state = program.skeleton.next(0, PhraseSymbol.separator)
  }

  package var liveStart: Int {
    // The first symbol of a framed phrase is a separator, whose bytes belong to no finding.
    var start = min(folder.pendingStart, skeletonLane.pendingStart)
    start = min(start, plain.start(program.folded.depth(plain.state) - 1))
    start = min(start, bones.start(program.skeleton.depth(bones.state) - 1))
    start = min(start, letters.start(program.squeezed.depth(letters.state)))
    for finding in waiting { start = min(start, finding.span.lowerBound) }
    return start
  }

  package func feed(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) {
    folder.feed(scalar, start, end)
    for unit in folder.units { take(unit, &findings) }
  }

  package func finish(at end: Int, into findings: inout [StreamFinding]) {
    folder.finish()
    for unit in folder.units { take(unit, &findings) }
    symbols.removeAll(keepingCapacity: true)
    foldedLane.finish(at: end, into: &symbols)
    for symbol in symbols { readPlain(symbol, &findings) }
    symbols.removeAll(keepingCapacity: true)
    skeletonLane.finish(at: end, into: &symbols)
    for symbol in symbols { readBones(symbol, &findings) }
    confirmWaiting(&findings)
    plain.reset()
    bones.reset()
    letters.reset()
  }

  @inline(__always)
  private func take(_ unit: FoldedUnit, _ findings: inout [StreamFinding]) {
    symbols.removeAll(keepingCapacity: true)
    foldedLane.feed(unit, into: &symbols)
    for symbol in symbols { readPlain(symbol, &findings) }
    symbols.removeAll(keepingCapacity: true)
    skeletonLane.feed(unit, into: &symbols)
    for symbol in symbols { readBones(symbol, &findings) }
  }

  @inline(__always)
  private func readPlain(_ symbol: PhraseSymbol, _ findings: inout [StreamFinding]) {
    if symbol.value == PhraseSymbol.breaking {
      plain.reset()
      plain.state = program.folded.next(0, PhraseSymbol.separator)
      return
    }
    plain.ring.append(.init(start: symbol.start, end: symbol.end))
    plain.state = program.folded.next(plain.state, symbol.value)
    guard symbol.value == PhraseSymbol.separator else { return }
    program.folded.forEachMatch(plain.state) { phrase, length in
      let posting = program.foldedPostings[phrase]
      let span = plain.ring[back: length - 2].start..<plain.ring[back: 1].end
      append(posting, span, &findings)
    }
  }

  private func readBones(_ symbol: PhraseSymbol, _ findings: inout [StreamFinding]) {
    if symbol.value == PhraseSymbol.breaking {
      confirmWaiting(&findings)
      bones.reset()
      letters.reset()
      bones.state = program.skeleton.next(0, PhraseSymbol.separator)
      return
    }
    bones.disguise += symbol.disguise
    if symbol.value == 0 {
      // A drawn-out letter: it belongs to the symbol before.
      if bones.ring.count > 0 { bones.ring[back: 0].end = symbol.end }
      bones.ring[back: 0].disguise = bones.disguise
      extendLetter(symbol)
      return
    }
    if symbol.isGenuine { bones.genuine += 1 }
    bones.ring.append(
      .init(
        start: symbol.start,
        end: symbol.end,
        disguise: bones.disguise,
        genuine: bones.genuine
      )
    )
    bones.state = program.skeleton.next(bones.state, symbol.value)
    readLetter(symbol, &findings)
    guard symbol.value == PhraseSymbol.separator else { return }
    program.skeleton.forEachMatch(bones.state) { phrase, length in
      // The separator before the first word may be the text's beginning, which is in no ring.
      let before = bones.ring.count >= length ? bones.ring[back: length - 1] : .init()
      let last = bones.ring[back: 0]
      let disguise = last.disguise - before.disguise
      let genuine = last.genuine - before.genuine
      // Plain writing is the folded view's; figures alone are no word.
      guard disguise >= 2, genuine >= 1, genuine * 6 >= disguise else { return }
      let span = bones.ring[back: length - 2].start..<bones.ring[back: 1].end
      append(program.skeletonPostings[phrase], span, &findings)
    }
  }

  private func extendLetter(_ symbol: PhraseSymbol) {
    if letters.ring.count > 0 { letters.ring[back: 0].end = symbol.end }
    for index in waiting.indices {
      waiting[index].span = waiting[index].span.lowerBound..<symbol.end
    }
  }

  private func readLetter(_ symbol: PhraseSymbol, _ findings: inout [StreamFinding]) {
    if symbol.value == PhraseSymbol.separator {
      confirmWaiting(&findings)
      letters.opensPiece = true
      return
    }
    let isSame = symbol.value == letters.last && letters.ring.count > 0
    if letters.opensPiece { letters.piece += 1 } else if !isSame { waiting.removeAll() }
    let opens = letters.opensPiece
    letters.opensPiece = false
    if isSame {
      // The same letter again, across a separator: one symbol still.
      letters.ring[back: 0].end = symbol.end
      if !opens { extendLetter(symbol) }
      letters.ring[back: 0].piece = letters.piece
      if opens { matchLetters() }
      return
    }
    letters.last = symbol.value
    let genuine = letters.genuine
    if symbol.isGenuine { letters.genuine += 1 }
    letters.ring.append(
      .init(
        start: symbol.start,
        end: symbol.end,
        // The sum before this symbol, so that a difference takes it in.
        disguise: genuine,
        genuine: letters.genuine,
        piece: letters.piece,
        opensPiece: opens
      )
    )
    letters.state = program.squeezed.next(letters.state, symbol.value)
    matchLetters()
  }

  private func matchLetters() {
    program.squeezed.forEachMatch(letters.state) { phrase, length in
      let posting = program.squeezedPostings[phrase]
      let first = letters.ring[back: length - 1]
      let last = letters.ring[back: 0]
      // Figures alone are no word, here too.
      guard first.opensPiece, last.genuine - first.disguise >= 1 else { return }
      let pieces = last.piece - first.piece + 1
      let isApart = pieces > posting.words && pieces >= 3 && length <= 2 * pieces
      // Phrases as long as this are nothing else, however they are cut.
      guard isApart || length >= 12 else { return }
      append(posting, first.start..<last.end, &waiting)
    }
  }

  private func confirmWaiting(_ findings: inout [StreamFinding]) {
    guard !waiting.isEmpty else { return }
    findings += waiting
    waiting.removeAll(keepingCapacity: true)
  }

  private func append(
    _ posting: PhraseProgram.Posting,
    _ span: Range<Int>,
    _ findings: inout [StreamFinding]
  ) {
    let term = program.terms[posting.term]
    findings.append(
      StreamFinding(
        detector: term.detector,
        span: span,
        view: posting.view,
        score: term.weight,
        term: posting.term
      )
    )
  }
}
