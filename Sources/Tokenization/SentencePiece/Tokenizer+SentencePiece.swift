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
    try self.init(builder, problem)
    specialTokens = builder.specialTokens()
  }

  /// Makes a tokenizer of a list of pieces, such as the metadata of a GGUF file holds.
  ///
  /// It merges by scores as SentencePiece's BPE does. Control pieces are special tokens, and unlike
  /// in a SentencePiece file are read in texts by encoders that read special tokens.
  /// - Parameters:
  ///   - pieces: In the order of their ids, one of the kind `unknown` among them.
  ///   - startID: The id before every text, nil without one.
  ///   - endID: The id after every text, nil without one.
  ///   - addsSpacePrefix: Whether text begins as if a space stood before it.
  ///   - file: The file's name in errors.
  /// - Throws: `Diagnostic` for what is malformed or too large.
  package init(
    pieces: PieceTable,
    startID: Int32?,
    endID: Int32?,
    addsSpacePrefix: Bool,
    file: String
  ) throws(Diagnostic) {
    let problem = TokenizerProblem(file: file)
    let source = try SentencePieceFile(pieces, addsPrefix: addsSpacePrefix, problem: problem)
    let builder = try SentencePieceBuilder(source, .asTrained, problem)
    try self.init(builder, problem, readsControls: true)
    for (name, id) in [("start id", startID), ("end id", endID)] {
      guard let id else { continue }
      guard vocabulary.token(Int(id)) != nil else {
        throw problem.malformed(name, "is \(id), the id of no piece")
      }
      specialIDs.insert(id)
    }
    specialTokens = builder.specialTokens()
    specialTokens.prefix = startID.map { [$0] } ?? []
    specialTokens.suffix = endID.map { [$0] } ?? []
  }

  private init(
    _ builder: SentencePieceBuilder,
    _ problem: TokenizerProblem,
    readsControls: Bool = false
  ) throws(Diagnostic) {
    self.init(model: try builder.model())
    vocabulary = builder.vocabulary
    normalizer.steps = [.sentencePiece(try builder.normalizer())]
    let table = builder.source.table
    for (index, piece) in table.pieces.enumerated()
    where piece.kind == .userDefined || piece.kind == .control {
      let content = Array(table.bytes[piece.text])
      let isSpecial = piece.kind == .control || MarkerSpelling.isMarker(content)
      let token = AddedToken(id: builder.id(index), content: content, isSpecial: isSpecial)
      if isSpecial { specialIDs.insert(token.id) }
      guard piece.kind == .userDefined || readsControls else { continue }
      guard normalizedTokens.add(token, spelled: Self.withVisibleSpaces(content)) else {
        throw problem.tooLarge("pieces[\(index)]", "is one added token too many")
      }
    }
    decoder.steps = [.replace(Metaspace.usualSign, with: [0x20]), .byteFallback, .fuse]
    if builder.source.addsPrefix { decoder.steps.append(.strip([0x20], start: 1, stop: 0)) }
  }

  /// As normalised text spells it; some GGUF files hold runs of spaces as they are.
  private static func withVisibleSpaces(_ content: [UInt8]) -> [UInt8] {
    content.flatMap { $0 == 0x20 ? Metaspace.usualSign : [$0] }
  }
}
