/// One component of a pre-tokenizer, named as in `tokenizer.json`.
enum PreTokenizerStep: Sendable {
  case bert
  case byteLevel(addsPrefixSpace: Bool, usesExpression: Bool)
  case metaspace(Metaspace)
  case whitespace
  case whitespaceSplit
  case punctuation(SplitBehavior)
  case digits(individual: Bool)
  case split(TextPattern, SplitBehavior, inverted: Bool)
}
