import SafetyCore

/// Chooses a uniform sample of documents by their texts alone.
///
/// The same texts are in it for any number of workers, in whatever order and after any resumption;
/// copies of a text share its fate.
struct CascadeAudit: Sendable {
  private let key: DigestKey
  /// Texts with a number below this are in; all of them where nil.
  private let bound: UInt64?

  init(share: Double, seed: String) {
    key = DigestKey(bytes: Digest.sha256("toxicity-cascade/audit\n\(seed)".utf8).bytes)
    bound = share >= 1 ? nil : UInt64(max(0, share) * 0x1p63) << 1
  }

  func contains(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let bound else { return true }
    guard bound > 0 else { return false }
    return key.authenticate(text).bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) } < bound
  }
}
