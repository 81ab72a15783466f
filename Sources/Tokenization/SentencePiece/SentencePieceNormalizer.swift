/// SentencePiece's own normalizer: longest matches of its map, spaces folded and made visible.
struct SentencePieceNormalizer: Sendable {
  let map: CharacterMap?
  let addsPrefix: Bool
  let removesExtraSpaces: Bool
  /// Pieces that the user defined, which are left as they are.
  let kept: ByteTrie

  func rewrite(_ text: MappedText, into output: inout MappedText) {
    if map == nil, !removesExtraSpaces { return showSpaces(in: text, into: &output) }
    let sign = Metaspace.usualSign
    var wasSpace = removesExtraSpaces
    var isEmpty = true
    var end = 0
    text.bytes.withUnsafeBytes { bytes in
      var position = 0
      while position < bytes.count {
        let (length, content) = prefix(bytes, position)
        let (start, stop) = text.place(position..<position + length)
        position += length
        // The prefix stands before the first character that is no space to be removed.
        for byte in content {
          if byte == 0x20 {
            if wasSpace { continue }
            wasSpace = removesExtraSpaces
          } else {
            wasSpace = false
          }
          if isEmpty, addsPrefix { output.append(sign, start, start) }
          isEmpty = false
          if byte == 0x20 {
            output.append(sign, start, stop)
          } else {
            output.append(CollectionOfOne(byte), start, stop)
            end = output.count
          }
        }
      }
    }
    if removesExtraSpaces { output.keep(0..<end) }
  }

  /// The same without a map: nothing but spaces changes.
  private func showSpaces(in text: MappedText, into output: inout MappedText) {
    let sign = Metaspace.usualSign
    if addsPrefix, let start = text.starts.first { output.append(sign, start, start) }
    var done = 0
    for position in text.bytes.indices where text.bytes[position] == 0x20 {
      output.append(text, done..<position)
      output.append(sign, text.starts[position], text.ends[position])
      done = position + 1
    }
    output.append(text, done..<text.count)
  }

  /// What the longest match at a position is and becomes; one character where there is none.
  private func prefix(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> (Int, ArraySlice<UInt8>) {
    var node = ByteTrie.root
    var longest = 0
    var position = start
    while position < bytes.count {
      node = kept.child(of: node, bytes[position])
      guard node != ByteTrie.none else { break }
      position += 1
      if kept.value(node) >= 0 { longest = position - start }
    }
    if longest > 0 { return (longest, Array(bytes[start..<start + longest])[...]) }
    if let map, let (length, value) = map.longest(bytes, start..<bytes.count) {
      return (length, map.text(value))
    }
    let length = min(bytes.count - start, MappedText.length(bytes[start]))
    return (length, Array(bytes[start..<start + length])[...])
  }
}
