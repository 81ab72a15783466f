/// The normalizer of a tokenizer: its components in order.
struct Normalizer: Sendable {
  var steps: [NormalizerStep] = []

  /// Normalises a text.
  ///
  /// - Parameters:
  ///   - text: Becomes the result.
  ///   - spare: Memory to work in.
  ///   - classes: The worker's table of `ScalarClass`.
  ///   - atStart: Whether the text's first byte is where components that act at ends act.
  ///   - atEnd: The same for its last byte.
  /// - Returns: The original byte at which HF tokenizers hold the result to begin.
  func apply(
    to text: inout MappedText,
    spare: inout MappedText,
    classes: ScalarPages,
    atStart: Bool = true,
    atEnd: Bool = true
  ) -> Int32 {
    var origin = text.starts.first ?? 0
    for step in steps {
      let first = text.starts.first
      switch step {
      case .strip(let left, let right):
        Self.strip(&text, left: left && atStart, right: right && atEnd)
      case .prepend(let prefix): if atStart, text.count > 0 { text.prepend(prefix) }
      default:
        spare.removeAll()
        Self.rewrite(text, by: step, classes, into: &spare)
        swap(&text, &spare)
      }
      // What a character map takes out in front is not counted there.
      if case .precompiled = step { continue }
      if let start = text.starts.first, start != first { origin = start }
    }
    return origin
  }

  private static func rewrite(
    _ text: MappedText,
    by step: NormalizerStep,
    _ classes: ScalarPages,
    into output: inout MappedText
  ) {
    switch step {
    case .form(let form): ScalarReordering.rewrite(text, in: form, into: &output)
    case .lowercase:
      text.forEachScalar { scalar, range in
        let (start, end) = text.place(range)
        ScalarFolding.forEachLowercase(of: scalar) { output.append($0, start, end) }
      }
    case .stripAccents:
      text.forEachScalar { scalar, range in
        if !ScalarTraits.isMark(scalar) { output.append(text, range) }
      }
    case .replace(let pattern, let content):
      var done = 0
      pattern.forEachMatch(in: text, 0..<text.count, classes) { match in
        output.append(text, done..<match.lowerBound)
        // As in HF tokenizers, the new text stands for the last of the old characters.
        let (start, end) = (text.starts[match.upperBound - 1], text.ends[match.upperBound - 1])
        output.append(content, start, end)
        done = match.upperBound
      }
      output.append(text, done..<text.count)
    case .precompiled(let map): map.rewrite(text, into: &output)
    case .nmt: rewriteNmt(text, into: &output)
    case .sentencePiece(let normalizer): normalizer.rewrite(text, into: &output)
    case .bert(let options): rewrite(text, options, into: &output)
    case .strip, .prepend: output.append(text, 0..<text.count)
    }
  }

  private static func strip(_ text: inout MappedText, left: Bool, right: Bool) {
    var (start, end) = (0, text.count)
    while left, start < end {
      let (scalar, length) = text.scalar(at: start)
      guard ScalarTraits.isWhitespace(scalar) else { break }
      start += length
    }
    while right, start < end, let scalar = text.scalar(before: end) {
      guard ScalarTraits.isWhitespace(scalar) else { break }
      end -= UTF8.width(Unicode.Scalar(scalar) ?? "\u{FFFD}")
    }
    text.keep(start..<end)
  }

  /// The rules that Google's machine translation once had.
  private static func rewriteNmt(_ text: MappedText, into output: inout MappedText) {
    text.forEachScalar { scalar, range in
      switch scalar {
      case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: break
      case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF,
        0xFFFD:
        let (start, end) = text.place(range)
        output.append(0x20, start, end)
      default: output.append(text, range)
      }
    }
  }

  private static func rewrite(
    _ text: MappedText,
    _ options: BertNormalizer,
    into output: inout MappedText
  ) {
    var folded = MappedText()
    text.forEachScalar { scalar, range in
      let (start, end) = text.place(range)
      let isRemoved = options.cleansText && ScalarTraits.isRemovedByBert(scalar)
      let isIdeograph = !isRemoved && options.isIdeograph(scalar)
      if isIdeograph { folded.append(0x20, start, end) }
      options.forEachFold(of: scalar) { folded.append($0, start, end) }
      if isIdeograph { folded.append(0x20, start, end) }
    }
    // What is left of the marks after decomposing stands in canonical order.
    if options.stripsAccents {
      ScalarReordering.order(folded, into: &output)
    } else {
      output.append(folded, 0..<folded.count)
    }
  }
}
