import Diagnostics

/// SentencePiece's `precompiled_charsmap`: a double-array trie and the texts it leads to.
struct CharacterMap: Sendable {
  private let units: [UInt32]
  private let texts: [UInt8]
  /// Bytes of the longest text that a key maps to.
  let longestText: Int

  /// Takes the map's bytes apart.
  ///
  /// - Parameters:
  ///   - bytes: The trie's size, the trie, texts that end in NUL.
  ///   - path: Names the field in errors.
  ///   - problem: Names the file in errors.
  /// - Throws: `Diagnostic` where the sizes do not fit.
  init(_ bytes: [UInt8], path: String, problem: TokenizerProblem) throws(Diagnostic) {
    guard bytes.count >= 4 else { throw problem.malformed(path, "is no character map") }
    let size = bytes[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard size % 4 == 0, size >= 4, size <= bytes.count - 4 else {
      throw problem.malformed(path, "says that its trie has \(size) bytes of \(bytes.count)")
    }
    units = bytes.withUnsafeBytes { all in
      (0..<size / 4).map {
        UInt32(littleEndian: all.loadUnaligned(fromByteOffset: 4 + $0 * 4, as: UInt32.self))
      }
    }
    texts = Array(bytes[(4 + size)...])
    longestText = texts.split(separator: 0).map(\.count).max() ?? 0
    guard longestText <= TokenizerLimits.mapBytes else {
      throw problem.tooLarge(path, "maps to a text of \(longestText) bytes")
    }
  }

  /// What the shortest key that begins a text maps to, which is what HF tokenizers go by.
  func shortest(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Range<Int>? {
    var found: Range<Int>?
    forEachPrefix(text, range) { _, value in
      found = value
      return false
    }
    return found
  }

  /// What the longest key that begins a text maps to and its length: SentencePiece's own way.
  func longest(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> (Int, Range<Int>)? {
    var found: (Int, Range<Int>)?
    forEachPrefix(text, range) { length, value in
      found = (length, value)
      return true
    }
    return found
  }

  /// The bytes that a key maps to.
  func text(_ range: Range<Int>) -> ArraySlice<UInt8> { texts[range] }

  /// Calls `body` with the length of each key that begins a text, until it says false.
  private func forEachPrefix(
    _ text: UnsafeRawBufferPointer,
    _ range: Range<Int>,
    _ body: (Int, Range<Int>) -> Bool
  ) {
    var node = Self.offset(units[0])
    for position in range.prefix(TokenizerLimits.mapBytes) {
      let byte = text[position]
      node ^= Int(byte)
      guard byte != 0, units.indices.contains(node) else { return }
      let unit = units[node]
      guard unit & (1 << 31 | 0xFF) == UInt32(byte) else { return }
      node ^= Self.offset(unit)
      guard unit >> 8 & 1 == 1 else { continue }
      guard units.indices.contains(node) else { return }
      let start = Int(units[node] & (1 << 31 - 1))
      guard start < texts.count else { return }
      let end = texts[start...].firstIndex(of: 0) ?? texts.count
      guard body(position + 1 - range.lowerBound, start..<end) else { return }
    }
  }

  private static func offset(_ unit: UInt32) -> Int {
    Int(unit >> 10) << Int((unit & (1 << 9)) >> 6)
  }

  /// Rewrites a text as HF tokenizers do: grapheme by grapheme, the longer ones scalar by scalar.
  func rewrite(_ text: MappedText, into output: inout MappedText) {
    text.bytes.withUnsafeBytes { bytes in
      var position = 0
      while position < bytes.count {
        // Two ASCII bytes other than CR and LF are two graphemes; the first is one for sure.
        if bytes[position] < 0x80, bytes[position] != 0x0D,
          position + 1 == bytes.count || bytes[position + 1] < 0x80
        {
          replace(position..<position + 1, bytes, text, &output)
          position += 1
        } else {
          let end = Self.endOfRun(bytes, position)
          forEachGrapheme(bytes, position..<end) { rewrite($0, bytes, text, &output) }
          position = end
        }
      }
    }
  }

  /// The end of a run that begins with no lone ASCII byte: where two ASCII bytes meet.
  private static func endOfRun(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var position = start + 1
    while position < bytes.count {
      if bytes[position] < 0x80, bytes[position - 1] < 0x80, bytes[position] != 0x0A {
        return position
      }
      position += 1
    }
    return position
  }

  private func forEachGrapheme(
    _ bytes: UnsafeRawBufferPointer,
    _ range: Range<Int>,
    _ body: (Range<Int>) -> Void
  ) {
    let run = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    var position = range.lowerBound
    for character in run {
      let length = character.utf8.count
      body(position..<position + length)
      position += length
    }
  }

  private func rewrite(
    _ grapheme: Range<Int>,
    _ bytes: UnsafeRawBufferPointer,
    _ text: MappedText,
    _ output: inout MappedText
  ) {
    // HF tokenizers look up graphemes of at most five bytes whole.
    if grapheme.count < 6, let value = shortest(bytes, grapheme) {
      let (start, end) = text.place(grapheme)
      output.append(texts[value], start, end)
      return
    }
    text.forEachScalar(in: grapheme) { _, range in replace(range, bytes, text, &output) }
  }

  private func replace(
    _ range: Range<Int>,
    _ bytes: UnsafeRawBufferPointer,
    _ text: MappedText,
    _ output: inout MappedText
  ) {
    guard let value = shortest(bytes, range) else { return output.append(text, range) }
    let (start, end) = (text.starts[range.lowerBound], text.ends[range.upperBound - 1])
    output.append(texts[value], start, end)
  }
}
