import StrictJSON

/// Bounds on what a tokenizer file may ask for, far above any that is in use.
enum TokenizerLimits {
  /// Bytes of a file; the largest in use have 35 MB.
  static let fileBytes = 512 << 20
  /// Entries of a vocabulary and the highest id; the largest in use have 262,145.
  static let vocabulary = 1 << 22
  /// Merges of a byte-pair model; the largest in use have 514,906.
  static let merges = 1 << 23
  /// Bytes of one token; the longest in use are runs of some hundred signs.
  static let tokenBytes = 1 << 12
  /// Characters that `max_input_chars_per_word` may allow; 100 is usual.
  static let wordCharacters = 1 << 14
  /// Added tokens; the largest in use have 6,415.
  static let addedTokens = 1 << 16
  /// Nested values of a JSON file.
  static let depth = 64
  static let json = JSONLimits(bytes: fileBytes, depth: depth)
  /// Steps of one sequence of normalizers, pre-tokenizers or decoders, nested ones included.
  static let steps = 64
  /// Bytes that all steps of a normalizer together may make of one; about 1,500 for ALBERT's.
  static let growth = 1 << 12
  /// Bytes of one entry of a character map, and of the text that it stands for; 33 in those in use.
  static let mapBytes = 256
  /// Bytes of the text that a `Replace`, `Prepend` or `Split` holds.
  static let patternBytes = 4096
  /// Nodes of a trie over a vocabulary; the key of an edge has 24 bits for them.
  static let trieNodes = 1 << 24
}
