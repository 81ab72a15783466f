/// The quick way for plain text beside a `StreamFolder`, which nothing but ASCII need go through.
///
/// A letter is handed on with the scalar after it, exactly as the folder does.
package struct PlainLetters: BitwiseCopyable, Sendable {
  /// The letter or digit that is not handed on yet; zero where there is none.
  package var letter: UInt32 = 0
  /// Where it stands; one byte long.
  package var start = 0
  /// Whether the folder holds something, so that everything must go through it.
  package var isFolding = false

  @inlinable
  package init() {}

  /// Lower case, and whether it is a letter or digit.
  @inlinable
  @inline(__always)
  package static func read(_ scalar: UInt32) -> (lower: UInt32, isWord: Bool) {
    let lower = scalar &- 0x41 < 26 ? scalar | 0x20 : scalar
    return (lower, lower &- 0x61 < 26 || lower &- 0x30 < 10)
  }

  /// What the folder would make of a plain scalar.
  @inlinable
  @inline(__always)
  package static func unit(_ scalar: UInt32, _ start: Int, isWord: Bool) -> FoldedUnit {
    FoldedUnit(
      scalar: scalar,
      letter: scalar,
      start: start,
      end: start &+ 1,
      dropped: 0,
      disguise: 0,
      isWord: isWord,
      standsAlone: false,
      isBreak: false
    )
  }
}
