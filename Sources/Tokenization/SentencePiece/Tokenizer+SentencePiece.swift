import Diagnostics

extension Tokenizer {
  /// Reads a SentencePiece `.model` of the kinds Unigram and BPE.
  ///
  /// Around a text go `[CLS]` and `[SEP]` where the file has them, else its start sign alone; in the
  /// layout `fairseq`, `<s>` and `</s>`.
  /// - Parameters:
  ///   - bytes: All of the file.
  ///   - layout: How ids follow from the file.
  ///   - file: The file's name in errors.
  /// - Throws: `Diagnostic` for what is malformed, too large or not supported.
  package init(
    sentencePieceModel bytes: [UInt8],
    layout: SentencePieceLayout = .asTrained,
    file: String
  ) throws(Diagnostic) {
    let problem = TokenizerProblem(file: file)
    let source = try SentencePieceFile(bytes, problem: problem)
    let builder = try SentencePieceBuilder(source, layout, problem)
    self.init(model: try builder.model())
    vocabulary = builder.vocabulary
    normalizer.steps = [.sentencePiece(try builder.normalizer())]
    for index in source.pieces.indices {
      let piece = source.pieces[index]
      let content = Array(source.bytes[piece.text])
      let id = builder.id(index)
      switch piece.kind {
      case .userDefined:
        let token = AddedToken(id: id, content: content)
        guard normalizedTokens.add(token, spelled: content) else {
          throw problem.tooLarge("pieces[\(index)]", "is one added token too many")
        }
      case .control: specialIDs.insert(id)
      case .unknown, .normal, .unused, .byte: break
      }
    }
    decoder.steps = [.replace(Metaspace.usualSign, with: [0x20]), .byteFallback, .fuse]
    if source.addsPrefix { decoder.steps.append(.strip([0x20], start: 1, stop: 0)) }
    specialTokens = builder.specialTokens()
  }
}
