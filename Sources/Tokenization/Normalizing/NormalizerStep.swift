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

  /// At most so many bytes it makes of one, those put in front once left out.
  var growth: Int {
    switch self {
    // U+FDFA has 3 bytes and its compatibility decomposition 33; U+0390 has 2 and 6.
    case .form(let form): form.isCompatible ? 11 : 3
    // U+0130 has 2 bytes and 3 in lower case, U+023A 2 and 3.
    case .lowercase: 2
    case .bert: 6
    case .replace(.literal(let sought), let content):
      (content.count + sought.count - 1) / max(1, sought.count)
    case .replace(_, let content): content.count
    case .precompiled(let map): max(1, map.longestText)
    case .sentencePiece(let normalizer): max(3, normalizer.map?.longestText ?? 0) * 3
    case .stripAccents, .strip, .prepend, .nmt: 1
    }
  }
}
