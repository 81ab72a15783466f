/// Options of a tokenizer's components that a `tokenizer_config.json` may state too.
///
/// Each is nil where the tokenizer has no component with such an option.
package struct TokenizerOptions: Sendable, Hashable {
  /// `lowercase` of a `BertNormalizer`.
  package var lowercases: Bool?
  /// `strip_accents` there, as `lowercase` where it is null.
  package var stripsAccents: Bool?
  /// `handle_chinese_chars` there.
  package var separatesIdeographs: Bool?
  /// `add_prefix_space` of a `ByteLevel`.
  package var addsPrefixSpace: Bool?
}

extension Tokenizer {
  /// What its components were told.
  package var options: TokenizerOptions {
    var options = TokenizerOptions()
    for case .bert(let bert) in normalizer.steps {
      options.lowercases = bert.lowercases
      options.stripsAccents = bert.stripsAccents
      options.separatesIdeographs = bert.separatesIdeographs
    }
    for case .byteLevel(let addsPrefixSpace, _) in splitter.steps {
      options.addsPrefixSpace = addsPrefixSpace
    }
    return options
  }
}
