/// An automaton over phrases at work, with the last symbols that it read.
struct PhraseLane {
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
