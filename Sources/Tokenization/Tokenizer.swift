import Diagnostics

/// Text to ids as a model learned it: what a tokenizer file says, ready to hand out encoders.
///
/// It holds tables alone and is shared by all workers; each worker makes an encoder of its own.
package struct Tokenizer: Sendable {
  var vocabulary = Vocabulary()
  var normalizer = Normalizer()
  var splitter = TextSplitter()
  var model: TokenModel
  var decoder = TokenDecoder()
  /// Added tokens sought in the text as it came.
  var rawTokens = AddedTokenFinder()
  /// Added tokens sought in normalised text.
  var normalizedTokens = AddedTokenFinder()
  var specialIDs: Set<Int32> = []
  /// Whether token bytes are the text's own and not their printable stand-ins.
  var isByteLevel = false
  /// Whether ranges leave out the white space that a token begins or ends with.
  var trimsRanges = false

  /// What goes around a text, and what stands for text without a token.
  package internal(set) var specialTokens = SpecialTokens()

  init(model: TokenModel) { self.model = model }

  /// One more than the highest id, added tokens included.
  package var vocabularySize: Int { vocabulary.bound }

  /// The id of a token as the file spells it.
  package func id(of token: String) -> Int32? { vocabulary.id(of: Array(token.utf8)) }

  /// The token of an id as the file spells it.
  package func token(for id: Int32) -> String? {
    vocabulary.token(Int(id)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Makes what one worker encodes with.
  ///
  /// - Parameter readsSpecialTokens: Whether the spelling of a special token in a text, such as
  ///   `[SEP]`, is that token, as it is in HF tokenizers, or text like any other.
  /// - Returns: An encoder that is not to be shared.
  package func makeEncoder(readsSpecialTokens: Bool = true) -> TokenEncoder {
    TokenEncoder(self, readsSpecialTokens: readsSpecialTokens)
  }
}
