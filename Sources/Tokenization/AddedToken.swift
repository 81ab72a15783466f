/// A token that is looked for in the text before everything else.
struct AddedToken: Sendable, Hashable {
  let id: Int32
  let content: [UInt8]
  /// A sign of the model's, which `decode` may leave out and plain text may be kept from.
  var isSpecial = false
  /// Whether it is looked for in the normalised text.
  var isNormalized = false
  /// Whether it must stand apart from letters and digits.
  var isSingleWord = false
  /// Whether it takes the white space before it along.
  var stripsLeft = false
  /// Whether it takes the white space after it along.
  var stripsRight = false
}
