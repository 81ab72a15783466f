/// Words that are not ASCII alone: folded scalar by scalar, in memory that is used again.
final class BertFolder {
  /// What a scalar does to a word, in the bits above the scalar that it becomes.
  private enum Kind {
    static let word: UInt32 = 0
    static let space: UInt32 = 1
    /// A token of its own.
    static let sign: UInt32 = 2
    static let removed: UInt32 = 3
    /// Becomes several scalars, or needs a closer look.
    static let several: UInt32 = 4
    /// Moves among its neighbours when put in canonical order.
    static let moving: UInt32 = 5
    static let shift: UInt32 = 24
  }

  private let options: BertNormalizer
  private let longestWord: Int
  private let folds: ScalarPages
  private var bytes: [UInt8] = []
  private var starts: [Int32] = []
  private var ends: [Int32] = []
  private var characters = 0

  init(_ options: BertNormalizer, longestWord: Int) {
    self.options = options
    self.longestWord = longestWord
    folds = ScalarPages { Self.fold($0, options) }
  }

  private static func fold(_ scalar: UInt32, _ options: BertNormalizer) -> UInt32 {
    var parts: [UInt32] = []
    options.forEachFold(of: scalar) { parts.append($0) }
    guard let only = parts.first else { return Kind.removed << Kind.shift }
    if options.stripsAccents, parts.contains(where: { ScalarTraits.combiningClass($0) != 0 }) {
      return Kind.moving << Kind.shift
    }
    guard parts.count == 1 else { return Kind.several << Kind.shift }
    let isSign = options.isIdeograph(scalar) || ScalarTraits.isPunctuation(only)
    let kind = isSign ? Kind.sign : ScalarTraits.isWhitespace(only) ? Kind.space : Kind.word
    return kind << Kind.shift | only
  }

  /// Appends the tokens of the word at a position, and those of a sign that ends it.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - start: Where to begin.
  ///   - end: Where the text's part ends.
  ///   - model: Cuts words.
  ///   - output: Receives the tokens.
  /// - Returns: Where to go on, nil where a scalar only goes the slow way.
  func word(
    _ text: UnsafeRawBufferPointer,
    _ start: Int,
    _ end: Int,
    _ model: WordPieceModel,
    _ output: inout TokenBuffer
  ) -> Int? {
    clear()
    var position = start
    while position < end {
      let (scalar, length) = UTF8Repair.decode(text, position)
      let value = scalar ?? 0xFFFD
      let fold = folds[value]
      let from = Int32(truncatingIfNeeded: position)
      let to = Int32(truncatingIfNeeded: position + length)
      position += length
      switch fold >> Kind.shift {
      case Kind.word: add(fold & 0x1F_FFFF, from, to)
      case Kind.removed: break
      case Kind.space:
        flush(model, &output)
        return position
      case Kind.sign:
        flush(model, &output)
        add(fold & 0x1F_FFFF, from, to)
        flush(model, &output)
        return position
      case Kind.several: addParts(of: value, from, to, model, &output)
      default: return nil
      }
    }
    flush(model, &output)
    return position
  }

  private func addParts(
    of scalar: UInt32,
    _ from: Int32,
    _ to: Int32,
    _ model: WordPieceModel,
    _ output: inout TokenBuffer
  ) {
    let isIdeograph = options.isIdeograph(scalar)
    if isIdeograph { flush(model, &output) }
    options.forEachFold(of: scalar) { part in
      if ScalarTraits.isWhitespace(part) { return flush(model, &output) }
      let isSign = ScalarTraits.isPunctuation(part)
      if isSign { flush(model, &output) }
      add(part, from, to)
      if isSign { flush(model, &output) }
    }
    if isIdeograph { flush(model, &output) }
  }

  private func clear() {
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    characters = 0
  }

  private func add(_ scalar: UInt32, _ from: Int32, _ to: Int32) {
    guard let scalar = Unicode.Scalar(scalar) else { return }
    characters += 1
    // The word is unknown as a whole already; only its end still matters.
    guard characters <= longestWord + 1 else { return ends[ends.count - 1] = to }
    UTF8Repair.append(scalar, to: &bytes)
    while starts.count < bytes.count {
      starts.append(from)
      ends.append(to)
    }
  }

  private func flush(_ model: WordPieceModel, _ output: inout TokenBuffer) {
    guard !bytes.isEmpty else { return }
    bytes.withUnsafeBytes { word in
      let places = { (start: Int, end: Int) in (self.starts[start], self.ends[end - 1]) }
      model.encode(word, characters: characters, places: places, into: &output)
    }
    clear()
  }
}
