import Diagnostics

/// Makes a model of what a SentencePiece file says.
struct SentencePieceBuilder {
  let source: SentencePieceFile
  let layout: SentencePieceLayout
  private(set) var vocabulary = Vocabulary()
  private let problem: TokenizerProblem
  private let unknown: Int
  private var pieces: [PieceTable.Piece] { source.table.pieces }
  private var bytes: [UInt8] { source.table.bytes }

  init(
    _ source: SentencePieceFile,
    _ layout: SentencePieceLayout,
    _ problem: TokenizerProblem
  ) throws(Diagnostic) {
    self.source = source
    self.layout = layout
    self.problem = problem
    let pieces = source.table.pieces
    guard let unknown = pieces.firstIndex(where: { $0.kind == .unknown }) else {
      throw problem.malformed("pieces", "has no piece of the kind UNKNOWN")
    }
    self.unknown = unknown
    guard layout == .asTrained || pieces.count > 3 else {
      throw problem.malformed("pieces", "has too few entries for the layout of XLM-R")
    }
    vocabulary.reserveCapacity(pieces.count)
    for index in pieces.indices {
      let piece = pieces[index]
      guard piece.score.isFinite, !piece.text.isEmpty,
        bytes[piece.text].withUnsafeBytes({ UTF8Repair.isValid($0) })
      else { throw problem.malformed("pieces[\(index)]", "is no piece with its score") }
      if layout == .fairseq, index < 3 { continue }
      try vocabulary.add(
        bytes[pieces[index].text],
        id: Int(id(index)),
        path: "pieces[\(index)]",
        problem: problem
      )
    }
    guard layout == .fairseq else { return }
    let mask = pieces.count + 1
    for (id, name) in [(0, "<s>"), (1, "<pad>"), (2, "</s>"), (3, "<unk>"), (mask, "<mask>")] {
      try vocabulary.add(name.utf8, id: id, path: name, problem: problem)
    }
  }

  /// The id of a piece by its index in the file.
  func id(_ index: Int) -> Int32 {
    switch (layout, index) {
    case (.asTrained, _): Int32(index)
    case (.fairseq, 0): 3
    case (.fairseq, 1): 0
    case (.fairseq, 2): 2
    case (.fairseq, _): Int32(index + 1)
    }
  }

  func model() throws(Diagnostic) -> TokenModel {
    var known = Vocabulary()
    known.reserveCapacity(pieces.count)
    var scores = [Double](repeating: 0, count: vocabulary.bound)
    var lowest = Float.greatestFiniteMagnitude
    for index in pieces.indices {
      let piece = pieces[index]
      if piece.kind == .normal { lowest = min(lowest, piece.score) }
      guard piece.kind == .normal || piece.kind == .byte else { continue }
      let id = id(index)
      scores[Int(id)] = Double(piece.score)
      try known.add(
        bytes[piece.text],
        id: Int(id),
        path: "pieces[\(index)]",
        problem: problem
      )
    }
    guard source.kind == .bytePair else { return try unigram(known, scores, lowest: lowest) }
    return .bytePair(
      BytePairModel(
        pieces: known,
        merges: try merges(known),
        fallbackIDs: source.hasFallback ? BytePairModel.fallbackIDs(in: known) : nil,
        unknown: id(unknown),
        fusesUnknown: true
      )
    )
  }

  /// The model of pieces by their likelihood: unknown text scores 10 below the lowest, as in SentencePiece.
  private func unigram(
    _ known: Vocabulary,
    _ scores: [Double],
    lowest: Float
  ) throws(Diagnostic) -> TokenModel {
    var model = try UnigramModel(
      pieces: known,
      scores: scores,
      unknown: id(unknown),
      hasFallback: source.hasFallback,
      problem: problem
    )
    model.unknownScore = Double(lowest - 10)
    model.isSinglePrecision = true
    return .unigram(model)
  }

  /// Every way to make a piece of two; the higher its score, the earlier.
  private func merges(_ known: Vocabulary) throws(Diagnostic) -> MergeTable {
    let pieces = source.table.pieces
    let order = pieces.indices.sorted { pieces[$0].score > pieces[$1].score }
    var table = MergeTable(capacity: order.count * 2)
    var rank: UInt32 = 0
    for (place, index) in order.enumerated() {
      // Equal scores have equal ranks: then the leftmost pair is merged first.
      if place > 0, pieces[index].score < pieces[order[place - 1]].score { rank += 1 }
      guard pieces[index].kind == .normal else { continue }
      let range = pieces[index].text
      // A piece that can only be cut in more ways than this is longer than any in use.
      guard range.count <= 512 else {
        throw problem.tooLarge("pieces[\(index)]", "holds a piece of \(range.count) bytes")
      }
      let merge = MergeTable.Merge(rank: rank, id: id(index))
      source.table.bytes.withUnsafeBytes {
        Self.addCuts(of: UnsafeRawBufferPointer(rebasing: $0[range]), merge, known, to: &table)
      }
      guard table.count <= TokenizerLimits.merges else {
        throw problem.tooLarge("pieces", "makes more than \(TokenizerLimits.merges) merges")
      }
    }
    return table
  }

  /// Adds the merge to a piece from all pairs of pieces that it can be cut into.
  private static func addCuts(
    of piece: UnsafeRawBufferPointer,
    _ merge: MergeTable.Merge,
    _ known: Vocabulary,
    to table: inout MergeTable
  ) {
    var hash = Vocabulary.emptyHash
    for cut in 1..<max(1, piece.count) {
      hash = Vocabulary.hash(hash, piece[cut - 1])
      guard piece[cut] & 0xC0 != 0x80,
        let left = known.id(of: UnsafeRawBufferPointer(rebasing: piece[..<cut]), hash: hash),
        let right = known.id(of: UnsafeRawBufferPointer(rebasing: piece[cut...]))
      else { continue }
      table.insert(left, right, merge)
    }
  }

  func normalizer() throws(Diagnostic) -> SentencePieceNormalizer {
    var kept = ByteTrie()
    for piece in pieces where piece.kind == .userDefined {
      guard kept.insert(bytes[piece.text], value: 0) else {
        throw problem.tooLarge("pieces", "is too large")
      }
    }
    let map = Array(bytes[source.charactersMap])
    return SentencePieceNormalizer(
      map: map.isEmpty
        ? nil
        : try CharacterMap(map, path: "normalizer_spec.precompiled_charsmap", problem: problem),
      addsPrefix: source.addsPrefix,
      removesExtraSpaces: source.removesExtraSpaces,
      kept: kept
    )
  }

  func specialTokens() -> SpecialTokens {
    var tokens = SpecialTokens()
    tokens.unknown = id(unknown)
    let id = { (name: String) in vocabulary.id(of: name.utf8) }
    if layout == .fairseq {
      tokens.prefix = [0]
      tokens.suffix = [2]
    } else if let start = id("[CLS]"), let end = id("[SEP]") {
      tokens.prefix = [start]
      tokens.suffix = [end]
    } else if pieces.indices.contains(source.startID) {
      tokens.prefix = [self.id(source.startID)]
    }
    return tokens
  }
}
