/// One component of a normalizer, named as in `tokenizer.json`.
enum NormalizerStep: Sendable {
  case form(NormalizationForm)
  case lowercase
  case stripAccents
  case strip(left: Bool, right: Bool)
  case replace(TextPattern, with: [UInt8])
  case prepend([UInt8])
  case precompiled(CharacterMap)
  case nmt
  case bert(BertNormalizer)
  case sentencePiece(SentencePieceNormalizer)
}
