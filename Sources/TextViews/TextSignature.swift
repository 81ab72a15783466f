import CTextKernels

/// What is kept of a text to find its near copies: a key for each bucket, a byte for each hash.
package struct TextSignature: Sendable, Hashable {
  /// Texts that share a key are candidates.
  package var keys: [UInt64]
  /// Eight bits of each least hash, from which a similarity is estimated.
  package var codes: [UInt8]

  package init(keys: [UInt64], codes: [UInt8]) {
    self.keys = keys
    self.codes = codes
  }

  /// The similarity of two texts, estimated from their codes; of the same value everywhere.
  ///
  /// Different texts share one code in 256, which is taken off (P. Li and A. C. König, "b-Bit
  /// minwise hashing", 2010): over the choice of hashes the mean is the share of n-grams that both
  /// texts have, but for values below 0, which become 0.
  ///
  /// - Parameters:
  ///   - codes: Of one text, at least one.
  ///   - others: Of the other, as many.
  /// - Returns: 0 to 1.
  package static func similarity(
    _ codes: UnsafeBufferPointer<UInt8>,
    _ others: UnsafeBufferPointer<UInt8>
  ) -> Double {
    guard let first = codes.baseAddress, let second = others.baseAddress,
      codes.count == others.count
    else { return 0 }
    let equal = gst_count_equal(first, second, codes.count)
    return Double(max(0, 256 * equal - codes.count)) / Double(255 * codes.count)
  }
}
