/// Bounds on what a GGUF file may ask for, far above any that is in use.
package enum GGUFLimits {
  /// Bytes of the file; Gemma's largest in 32-bit floats has 108 GB.
  static let fileBytes = 128 << 30
  /// Bytes ahead of the tensors; a vocabulary of 262,144 with its merges takes 16 MB.
  static let headerBytes = 64 << 20
  /// Entries of the metadata; about 50 are usual.
  static let entries = 1 << 16
  package static let tensors = 1 << 16
  static let keyBytes = 1 << 10
  static let tensorNameBytes = 512
  /// Bytes of one string; the longest in use are chat templates of some 20 KB.
  static let stringBytes = 1 << 24
  /// Arrays in arrays; none are in use.
  static let depth = 4
  static let rank = 4
  static let alignment = 1 << 16
}
