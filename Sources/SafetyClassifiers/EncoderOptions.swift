/// What a person may choose about a classifier beyond its files.
package struct EncoderOptions: Sendable, Hashable {
  /// In what to compute; nil for what the weights are stored in.
  package var precision: EncoderPrecision?
  /// The share of texts that have a label where it will be used; empty for that of its calibration.
  package var prevalence: [String: Double] = [:]
  /// The most tokens of a window, special ones included; nil for what the manifest says, or 128.
  package var windowTokens: Int?

  package init() {}
}
