/// The options of BERT's normalizer and what it does to one scalar.
struct BertNormalizer: Sendable, Hashable {
  var cleansText = true
  var separatesIdeographs = true
  var stripsAccents = true
  var lowercases = true

  /// What a scalar becomes, spaces around ideographs left out, which `isIdeograph` tells of.
  ///
  /// - Parameters:
  ///   - scalar: A scalar of the text.
  ///   - body: Receives each scalar that it becomes, none where it is taken out.
  func forEachFold(of scalar: UInt32, _ body: (UInt32) -> Void) {
    var scalar = scalar
    if cleansText {
      guard !ScalarTraits.isRemovedByBert(scalar) else { return }
      if ScalarTraits.isWhitespace(scalar) { scalar = 0x20 }
    }
    guard stripsAccents else { return lower(scalar, body) }
    Decompositions.shared.forEachPart(of: scalar, compatible: false) { part in
      if !ScalarTraits.isAccentForBert(part) { lower(part, body) }
    }
  }

  /// Tells whether a scalar gets spaces around it.
  func isIdeograph(_ scalar: UInt32) -> Bool {
    separatesIdeographs && ScalarTraits.isIdeographForBert(scalar)
  }

  private func lower(_ scalar: UInt32, _ body: (UInt32) -> Void) {
    guard lowercases else { return body(scalar) }
    ScalarFolding.forEachLowercase(of: scalar, body)
  }
}
