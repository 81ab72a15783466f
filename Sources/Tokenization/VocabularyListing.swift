import Diagnostics

/// The tokens of a byte-pair tokenizer as GGUF and SentencePiece list them: by id, with a score.
package struct VocabularyListing: Sendable {
  /// What a token is; numbered as in SentencePiece.
  package enum Kind: Int32, Sendable, Hashable {
    case normal = 1
    case unknown = 2
    case control = 3
    case userDefined = 4
    case unused = 5
    case byte = 6
  }

  package struct Token: Sendable, Hashable {
    package var text: [UInt8]
    /// Pairs that merge to a token of a higher score are merged first.
    package var score: Float
    package var kind: Kind
  }

  /// By id; an id that no token has is `unused`.
  package var tokens: [Token]

  /// The pieces of a SentencePiece `.model` as they stand, nil where it is none of byte pairs.
  ///
  /// - Throws: `Diagnostic` for what is malformed, too large or not supported.
  package init?(sentencePieceModel bytes: [UInt8], file: String) throws(Diagnostic) {
    let source = try SentencePieceFile(bytes, problem: TokenizerProblem(file: file))
    guard source.kind == .bytePair else { return nil }
    tokens = source.table.pieces.map { piece in
      Token(
        text: Array(source.table.bytes[piece.text]),
        score: piece.score,
        kind: Kind(rawValue: Int32(piece.kind.rawValue)) ?? .unused
      )
    }
  }

  init(tokens: [Token]) { self.tokens = tokens }
}

extension Tokenizer {
  /// The vocabulary by id; nil for tokenizers other than byte-pair ones over characters.
  ///
  /// A score is the negative rank of the first merge that makes the token, from which SentencePiece
  /// derives the same order of merges.
  package func listing() -> VocabularyListing? {
    guard case .bytePair(let model) = model, !isByteLevel else { return nil }
    var ranks = [UInt32](repeating: .max, count: vocabularySize)
    var last: UInt32 = 0
    model.merges.forEachMerge { merge in
      ranks[Int(merge.id)] = min(ranks[Int(merge.id)], merge.rank)
      last = max(last, merge.rank)
    }
    var tokens = (0..<vocabularySize).map { id -> VocabularyListing.Token in
      guard let text = vocabulary.token(id) else {
        return .init(text: Array("[PAD\(id)]".utf8), score: -1000, kind: .unused)
      }
      let rank = ranks[id] == .max ? last + 1 : ranks[id]
      return .init(text: Array(text), score: -Float(rank), kind: .normal)
    }
    for id in model.fallbackIDs ?? [] where id >= 0 { tokens[Int(id)].kind = .byte }
    for id in rawTokens.plainIDs + normalizedTokens.plainIDs {
      tokens[Int(id)].kind = .userDefined
    }
    for id in specialIDs where tokens.indices.contains(Int(id)) { tokens[Int(id)].kind = .control }
    if let unknown = specialTokens.unknown { tokens[Int(unknown)].kind = .unknown }
    return VocabularyListing(tokens: tokens)
  }
}
