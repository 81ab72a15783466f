/// The pre-tokenizer of a tokenizer: its components in order.
struct TextSplitter: Sendable {
  var steps: [PreTokenizerStep] = []

  /// Cuts a range of a text into what the model sees one by one.
  ///
  /// - Parameters:
  ///   - text: Becomes the text that the pieces lie in.
  ///   - spare: Memory to work in.
  ///   - range: What to cut.
  ///   - origin: The original byte at which the range's text begins.
  ///   - classes: The worker's table of `ScalarClass`.
  /// - Returns: The pieces from left to right.
  func split(
    _ text: inout MappedText,
    spare: inout MappedText,
    _ range: Range<Int>,
    origin: Int32,
    classes: ScalarPages
  ) -> [Range<Int>] {
    var pieces = [range]
    for (index, step) in steps.enumerated() {
      var next: [Range<Int>] = []
      switch step {
      case .metaspace(let metaspace):
        spare.removeAll()
        for piece in pieces {
          let start = index == 0 ? origin : text.place(piece).0
          guard !piece.isEmpty else { continue }
          Self.rewrite(text, piece, metaspace, isFirst: start == 0, &spare, &next)
        }
        swap(&text, &spare)
      case .byteLevel(let addsPrefixSpace, let usesExpression):
        if addsPrefixSpace { Self.addSpaces(&text, &spare, &pieces) }
        guard usesExpression else { continue }
        for piece in pieces {
          let matches = Self.matches(of: .expression(.gpt2), in: text, piece, classes)
          SplitBehavior.isolated.cut(piece, matches: matches, into: &next)
        }
      default: for piece in pieces { Self.cut(text, piece, by: step, classes, into: &next) }
      }
      pieces = next
    }
    return pieces
  }

  private static func matches(
    of pattern: TextPattern,
    in text: MappedText,
    _ range: Range<Int>,
    _ classes: ScalarPages
  ) -> [Range<Int>] {
    var matches: [Range<Int>] = []
    pattern.forEachMatch(in: text, range, classes) { matches.append($0) }
    return matches
  }

  private static func cut(
    _ text: MappedText,
    _ range: Range<Int>,
    by step: PreTokenizerStep,
    _ classes: ScalarPages,
    into output: inout [Range<Int>]
  ) {
    switch step {
    case .bert:
      var words: [Range<Int>] = []
      let spaces = scalars(.space, in: text, range, classes)
      SplitBehavior.removed.cut(range, matches: spaces, into: &words)
      for word in words {
        let signs = scalars(.punctuation, in: text, word, classes)
        SplitBehavior.isolated.cut(word, matches: signs, into: &output)
      }
    case .whitespaceSplit:
      let spaces = scalars(.space, in: text, range, classes)
      SplitBehavior.removed.cut(range, matches: spaces, into: &output)
    case .whitespace:
      output += matches(of: .expression(.whitespace), in: text, range, classes)
    case .punctuation(let behavior):
      behavior.cut(range, matches: scalars(.punctuation, in: text, range, classes), into: &output)
    case .digits(let individual):
      let digits = scalars(.digit, in: text, range, classes)
      let behavior: SplitBehavior = individual ? .isolated : .contiguous
      behavior.cut(range, matches: digits, into: &output)
    case .split(let pattern, let behavior, let inverted):
      let found = matches(of: pattern, in: text, range, classes)
      behavior.cut(range, matches: found, inverted: inverted, into: &output)
    case .metaspace, .byteLevel: output.append(range)
    }
  }

  /// The scalars of a class, each a match of its own.
  private static func scalars(
    _ wanted: ScalarClass,
    in text: MappedText,
    _ range: Range<Int>,
    _ classes: ScalarPages
  ) -> [Range<Int>] {
    var found: [Range<Int>] = []
    text.forEachScalar(in: range) { scalar, place in
      if classes[scalar] & wanted.rawValue != 0 { found.append(place) }
    }
    return found
  }

  private static func rewrite(
    _ text: MappedText,
    _ piece: Range<Int>,
    _ metaspace: Metaspace,
    isFirst: Bool,
    _ output: inout MappedText,
    _ pieces: inout [Range<Int>]
  ) {
    let start = output.count
    let sign = metaspace.sign
    let begins = text.bytes[piece].starts(with: sign) || text.bytes[piece].first == 0x20
    if !begins, metaspace.prepending == .always || metaspace.prepending == .first && isFirst {
      // As in HF tokenizers, it stands for the first character too.
      output.append(sign, text.starts[piece.lowerBound], text.ends[piece.lowerBound])
    }
    text.forEachScalar(in: piece) { scalar, range in
      if scalar == 0x20 {
        let (from, to) = text.place(range)
        output.append(sign, from, to)
      } else {
        output.append(text, range)
      }
    }
    let range = start..<output.count
    guard metaspace.splits, !range.isEmpty else {
      if !range.isEmpty { pieces.append(range) }
      return
    }
    var signs: [Range<Int>] = []
    TextPattern.literal(sign).forEachLiteral(in: output, range) { signs.append($0) }
    SplitBehavior.mergedWithNext.cut(range, matches: signs, into: &pieces)
  }

  /// Puts a space before each piece that does not begin with one.
  private static func addSpaces(
    _ text: inout MappedText,
    _ spare: inout MappedText,
    _ pieces: inout [Range<Int>]
  ) {
    spare.removeAll()
    for index in pieces.indices {
      let piece = pieces[index]
      let start = spare.count
      if text.bytes[piece].first != 0x20 {
        let at = text.place(piece).0
        spare.append(CollectionOfOne(0x20), at, at)
      }
      spare.append(text, piece)
      pieces[index] = start..<spare.count
    }
    swap(&text, &spare)
  }
}
