import TextViews

/// The readings of a text and the automata over them, at one place of it.
struct PhraseState {
  private let program: PhraseProgram
  private let folder: StreamFolder
  private var plainLetters = PlainLetters()
  // Behind pointers, so that a lane can call back into the whole while it is changed.
  private let lanes: PhraseLanes
  private var plain: PhraseLane
  private var bones: PhraseLane
  private var letters: PhraseLane
  /// Squeezed phrases that are certain if no letter of the same piece follows.
  private var waiting: [StreamFinding] = []
  private var opening = OpeningFindings()

  init(_ program: PhraseProgram) {
    self.program = program
    folder = StreamFolder(longestRun: program.invisibleRun)
    lanes = PhraseLanes(longestGap: program.gapRun, longestRun: program.invisibleRun)
    plain = PhraseLane(program.folded)
    bones = PhraseLane(program.skeleton)
    letters = PhraseLane(program.squeezed)
    reset()
  }

  mutating func reset() {
    folder.reset()
    plainLetters = PlainLetters()
    lanes.folded.pointee.reset()
    lanes.skeleton.pointee.reset()
    plain.reset()
    bones.reset()
    letters.reset()
    waiting.removeAll(keepingCapacity: true)
    opening.reset()
    // A text begins as after a separator.
    plain.state = program.folded.next(0, PhraseSymbol.separator)
    bones.state = program.skeleton.next(0, PhraseSymbol.separator)
  }

  @inline(__always)
  var liveStart: Int {
    let pending =
      plainLetters.isFolding
      ? folder.pendingStart : plainLetters.letter != 0 ? plainLetters.start : .max
    var start = min(pending, lanes.skeleton.pointee.pendingStart, opening.start)
    if isAtRest { return start }
    // The first symbol of a framed phrase is a separator, whose bytes belong to no finding.
    start = min(start, plain.start(program.folded.depth(plain.state) - 1))
    start = min(start, bones.start(program.skeleton.depth(bones.state) - 1))
    start = min(start, letters.start(program.squeezed.depth(letters.state)))
    for finding in waiting { start = min(start, finding.span.lowerBound) }
    return start
  }

  /// Whether no phrase has begun in any reading.
  @inline(__always)
  private var isAtRest: Bool {
    plain.state | bones.state | letters.state == 0 && waiting.isEmpty
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

  /// Whether a plain letter within a word changes nothing but the memory of the last letter.
  ///
  /// Phrases begin with a word in two readings, and with a piece's first letter in the third.
  @inline(__always)
  private mutating func passes(_ letter: UInt32) -> Bool {
    guard isAtRest, !letters.opensPiece, letter &- 0x61 < 26,
      !lanes.folded.pointee.isAfterSeparator,
      lanes.skeleton.pointee.passes(letter)
    else { return false }
    letters.last = lanes.skeleton.pointee.lastValue
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

  mutating func finish(at end: Int, _ findings: inout [StreamFinding]) {
    folder.adopt(&plainLetters)
    folder.finish()
    for unit in folder.units { take(unit, &findings) }
    lanes.folded.pointee.finish(at: end) { readPlain($0, &findings) }
    lanes.skeleton.pointee.finish(at: end) { readBones($0, &findings) }
    confirmWaiting(&findings)
    opening.confirm(&findings)
    plain.reset()
    bones.reset()
    letters.reset()
    plainLetters = PlainLetters()
  }

  @inline(__always)
  private mutating func take(_ unit: FoldedUnit, _ findings: inout [StreamFinding]) {
    if opening.isUndecided { opening.read(unit, &findings) }
    lanes.folded.pointee.feed(unit) { readPlain($0, &findings) }
    lanes.skeleton.pointee.feed(unit) { readBones($0, &findings) }
  }

  @inline(__always)
  private mutating func readPlain(_ symbol: PhraseSymbol, _ findings: inout [StreamFinding]) {
    if symbol.value == PhraseSymbol.breaking {
      plain.reset()
      plain.state = program.folded.next(0, PhraseSymbol.separator)
      return
    }
    plain.ring.append(.init(start: symbol.start, end: symbol.end))
    plain.state = program.folded.next(plain.state, symbol.value)
    guard symbol.value == PhraseSymbol.separator else { return }
    guard program.folded.hasMatch(plain.state) else { return }
    let program = program
    program.folded.forEachMatch(plain.state) { phrase, length in
      let posting = program.foldedPostings[phrase]
      let span = plain.ring[back: length - 2].start..<plain.ring[back: 1].end
      findings.append(Self.finding(program, posting, span))
    }
  }

  private mutating func readBones(_ symbol: PhraseSymbol, _ findings: inout [StreamFinding]) {
    if symbol.value == PhraseSymbol.breaking {
      confirmWaiting(&findings)
      bones.reset()
      letters.reset()
      bones.state = program.skeleton.next(0, PhraseSymbol.separator)
      return
    }
    bones.disguise += symbol.disguise
    if opening.isUndecided { opening.note(symbol) }
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
    guard program.skeleton.hasMatch(bones.state) else { return }
    let program = program
    program.skeleton.forEachMatch(bones.state) { phrase, length in
      // The separator before the first word may be the text's beginning, which is in no ring.
      let before = bones.ring.count >= length ? bones.ring[back: length - 1] : .init()
      let last = bones.ring[back: 0]
      let disguise = last.disguise - before.disguise
      let genuine = last.genuine - before.genuine
      // Plain writing is the folded view's; figures alone are no word.
      guard disguise >= 2, genuine >= 1, genuine * 6 >= disguise else { return }
      let span = bones.ring[back: length - 2].start..<bones.ring[back: 1].end
      opening.take(Self.finding(program, program.skeletonPostings[phrase], span), &findings)
    }
  }

  private mutating func extendLetter(_ symbol: PhraseSymbol) {
    if letters.ring.count > 0 { letters.ring[back: 0].end = symbol.end }
    for index in waiting.indices {
      waiting[index].span = waiting[index].span.lowerBound..<symbol.end
    }
  }

  private mutating func readLetter(_ symbol: PhraseSymbol, _ findings: inout [StreamFinding]) {
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
    // A phrase begins with the first letter of a piece.
    if letters.state == 0, !opens { return }
    letters.state = program.squeezed.next(letters.state, symbol.value)
    matchLetters()
  }

  private mutating func matchLetters() {
    guard program.squeezed.hasMatch(letters.state) else { return }
    let program = program
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
      waiting.append(Self.finding(program, posting, first.start..<last.end))
    }
  }

  private mutating func confirmWaiting(_ findings: inout [StreamFinding]) {
    guard !waiting.isEmpty else { return }
    findings += waiting
    waiting.removeAll(keepingCapacity: true)
  }

  private static func finding(
    _ program: PhraseProgram,
    _ posting: PhraseProgram.Posting,
    _ span: Range<Int>
  ) -> StreamFinding {
    let term = program.terms[posting.term]
    return StreamFinding(
      detector: term.detector,
      span: span,
      view: posting.view,
      score: term.weight,
      term: posting.term
    )
  }
}
