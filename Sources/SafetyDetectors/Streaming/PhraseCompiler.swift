import TextViews

/// Gathers the symbols of phrases for every view.
struct PhraseCompiler {
  private(set) var folded: [[UInt32]] = []
  private(set) var skeleton: [[UInt32]] = []
  private(set) var squeezed: [[UInt32]] = []
  private(set) var foldedPostings: [PhraseProgram.Posting] = []
  private(set) var skeletonPostings: [PhraseProgram.Posting] = []
  private(set) var squeezedPostings: [PhraseProgram.Posting] = []
  private let folder: StreamFolder
  private var foldedLane: FoldedLane
  private var skeletonLane: SkeletonLane

  init(invisibleRun: Int, gapRun: Int) {
    folder = StreamFolder(longestRun: invisibleRun)
    foldedLane = FoldedLane(longestGap: gapRun)
    skeletonLane = SkeletonLane(longestGap: gapRun, longestRun: invisibleRun)
  }

  /// Adds a phrase in its views; false where there is none in which a text could hold it.
  mutating func add(_ term: PhraseProgram.Term, _ number: Int) -> Bool {
    let known = foldedPostings.count + skeletonPostings.count + squeezedPostings.count
    let (plain, bones) = symbols(of: term.text)
    let words = plain.split(separator: PhraseSymbol.separator)
    if !words.isEmpty { addFolded(term, number, words) }
    let boneWords = bones.split(separator: PhraseSymbol.separator)
    if !words.isEmpty, !boneWords.isEmpty { addBones(term, number, boneWords, words.count) }
    return foldedPostings.count + skeletonPostings.count + squeezedPostings.count > known
  }

  private mutating func addFolded(
    _ term: PhraseProgram.Term,
    _ number: Int,
    _ words: [ArraySlice<UInt32>]
  ) {
    func posting(_ view: StreamView) -> PhraseProgram.Posting {
      .init(term: number, view: view, words: words.count)
    }
    if term.views.contains(.folded) {
      folded.append(Self.framed(words))
      foldedPostings.append(posting(.folded))
    }
    guard words.reduce(0, { $0 + $1.count }) >= PhraseProgram.shortestTurned else { return }
    if term.views.contains(.rot13), words.joined().allSatisfy({ $0 < 0x80 }) {
      folded.append(Self.framed(words.map { $0.map(Self.turned) }))
      foldedPostings.append(posting(.rot13))
    }
    if term.views.contains(.reversed) {
      folded.append(Self.framed(words.reversed().map { $0.reversed() }))
      foldedPostings.append(posting(.reversed))
    }
  }

  private mutating func addBones(
    _ term: PhraseProgram.Term,
    _ number: Int,
    _ words: [ArraySlice<UInt32>],
    _ count: Int
  ) {
    if term.views.contains(.skeleton) {
      skeleton.append(Self.framed(words))
      skeletonPostings.append(.init(term: number, view: .skeleton, words: count))
    }
    if term.views.contains(.reversed),
      words.reduce(0, { $0 + $1.count }) >= PhraseProgram.shortestTurned
    {
      let turned = words.reversed().map { Self.collapsed($0.reversed().map(Self.upsideDown)) }
      skeleton.append(Self.framed(turned))
      skeletonPostings.append(.init(term: number, view: .reversed, words: count))
    }
    guard term.views.contains(.squeezed) else { return }
    let run = Self.collapsed(words.flatMap { $0 })
    // Two letters apart are too often no word at all.
    guard run.count >= 3 else { return }
    squeezed.append(run)
    squeezedPostings.append(.init(term: number, view: .squeezed, words: count))
  }

  private mutating func symbols(of text: String) -> (plain: [UInt32], bones: [UInt32]) {
    folder.reset()
    foldedLane.reset()
    skeletonLane.reset()
    var plain: [UInt32] = []
    var bones: [UInt32] = []
    plain.reserveCapacity(text.utf8.count + 2)
    bones.reserveCapacity(text.utf8.count + 2)
    func keep(_ symbol: PhraseSymbol, in symbols: inout [UInt32]) {
      guard symbol.value != 0, symbol.value != PhraseSymbol.breaking else { return }
      symbols.append(symbol.value)
    }
    let end = Self.fold(text, folder) { unit in
      foldedLane.feed(unit) { keep($0, in: &plain) }
      skeletonLane.feed(unit) { keep($0, in: &bones) }
    }
    foldedLane.finish(at: end) { keep($0, in: &plain) }
    skeletonLane.finish(at: end) { keep($0, in: &bones) }
    return (plain, bones)
  }

  /// Hands on a text's folded units; gives back its length in scalars.
  private static func fold(
    _ text: String,
    _ folder: StreamFolder,
    _ take: (FoldedUnit) -> Void
  ) -> Int {
    var place = 0
    // Plain text need not go through the folder, as with texts that are looked at.
    var letters = PlainLetters()
    for scalar in text.unicodeScalars {
      if scalar.isASCII, !letters.isFolding {
        let (lower, isWord) = PlainLetters.read(scalar.value)
        if letters.letter != 0 {
          take(PlainLetters.unit(letters.letter, letters.start, isWord: true))
        }
        (letters.letter, letters.start) = (isWord ? lower : 0, place)
        if !isWord { take(PlainLetters.unit(lower, place, isWord: false)) }
      } else {
        folder.adopt(&letters)
        folder.feed(scalar.value, place, place + 1)
        for unit in folder.units { take(unit) }
        folder.release(to: &letters)
      }
      place += 1
    }
    folder.adopt(&letters)
    folder.finish()
    for unit in folder.units { take(unit) }
    return place
  }

  /// Words with a separator before, between and after.
  private static func framed(_ words: [some Collection<UInt32>]) -> [UInt32] {
    var symbols = [PhraseSymbol.separator]
    symbols.reserveCapacity(words.reduce(1) { $0 + $1.count + 1 })
    for word in words {
      symbols += word
      symbols.append(PhraseSymbol.separator)
    }
    return symbols
  }

  private static func collapsed(_ symbols: [UInt32]) -> [UInt32] {
    symbols.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// What a letter reads as that stands on its head: turned letters read as themselves, but those
  /// that turn into other ones of ASCII, or into one that passes for another.
  private static func upsideDown(_ symbol: UInt32) -> UInt32 {
    switch symbol {
    case 0x75: 0x6E
    case 0x6E: 0x75
    case 0x64: 0x70
    case 0x70: 0x64
    case 0x62: 0x71
    case 0x71, 0x67: 0x62
    case 0x6A: 0x72
    default: symbol
    }
  }

  private static func turned(_ symbol: UInt32) -> UInt32 {
    symbol &- 0x61 < 26 ? 0x61 + (symbol - 0x61 + 13) % 26 : symbol
  }
}
