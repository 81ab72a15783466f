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
  /// Heads of keys and values, each shared by a group of neighbouring query heads.
  package let keyValueHeads: Int
}
