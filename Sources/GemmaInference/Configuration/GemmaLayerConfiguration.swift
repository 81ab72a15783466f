/// What may differ from layer to layer of one model.
package struct GemmaLayerConfiguration: Sendable, Hashable {
  /// How many positions a query sees, itself included; nil for all before it.
  package let window: Int?
  /// The base of the rotary frequencies.
  package let ropeBase: Float
  /// What frequencies are divided by.
  package let ropeFactor: Float
  /// Numbers of one head.
  package let headWidth: Int
  /// Pairs of numbers of a head that are turned by their position; all of them but in Gemma 4.
  package let rotatedPairs: Int
  /// Heads of keys and values, each shared by a group of neighbouring query heads.
  package let keyValueHeads: Int
  /// Numbers between the two products of the feed-forward.
  package let innerWidth: Int
  /// The layer whose keys and values this one reads, having none of its own.
  package let keyValueSource: Int?
  /// Whether one product gives keys and values, which differ by their norms alone.
  package let keysAreValues: Bool

  init(
    window: Int?,
    ropeBase: Float,
    ropeFactor: Float,
    headWidth: Int,
    rotatedPairs: Int? = nil,
    keyValueHeads: Int,
    innerWidth: Int,
    keyValueSource: Int? = nil,
    keysAreValues: Bool = false
  ) {
    self.window = window
    self.ropeBase = ropeBase
    self.ropeFactor = ropeFactor
    self.headWidth = headWidth
    self.rotatedPairs = rotatedPairs ?? headWidth / 2
    self.keyValueHeads = keyValueHeads
    self.innerWidth = innerWidth
    self.keyValueSource = keyValueSource
    self.keysAreValues = keysAreValues
  }
}
