import Diagnostics

/// Finds added tokens: at the leftmost place the longest one.
struct AddedTokenFinder: Sendable {
  private var tokens: [AddedToken] = []
  private var trie = ByteTrie()
  /// Whether a token begins with a byte.
  private var begins = [Bool](repeating: false, count: 256)

  var isEmpty: Bool { tokens.isEmpty }

  /// Of the tokens that are not special.
  var plainIDs: [Int32] { tokens.filter { !$0.isSpecial }.map(\.id) }

  /// - Returns: False where there would be too many.
  mutating func add(_ token: AddedToken, spelled content: [UInt8]) -> Bool {
    guard let first = content.first, tokens.count < TokenizerLimits.addedTokens else {
      return content.isEmpty
    }
    begins[Int(first)] = true
    tokens.append(token)
    // Of two that are spelled alike the first one counts.
    let node = trie.node(after: content)
    if node != ByteTrie.none, trie.value(node) >= 0 { return true }
    return trie.insert(content, value: Int32(tokens.count - 1))
  }

  /// Makes tokens special that were not.
  mutating func makeSpecial(_ ids: Set<Int32>) {
    for index in tokens.indices where ids.contains(tokens[index].id) {
      tokens[index].isSpecial = true
    }
  }

  /// Cuts a text at the added tokens in it.
  ///
  /// - Parameters:
  ///   - text: All of the text.
  ///   - range: Where to look; nothing outside is seen.
  ///   - readsSpecial: Whether special tokens count, or are text like any other.
  ///   - classes: The worker's table of `ScalarClass`.
  ///   - body: Receives each part that is not empty and its token, nil for text between them.
  @inline(__always)
  func forEachPart(
    of text: UnsafeRawBufferPointer,
    _ range: Range<Int>,
    readsSpecial: Bool,
    classes: ScalarPages,
    _ body: (Range<Int>, AddedToken?) -> Void
  ) {
    var done = range.lowerBound
    var position = range.lowerBound
    let isIdle = tokens.isEmpty
    begins.withUnsafeBufferPointer { begins in
      while !isIdle, position < range.upperBound {
        guard begins[Int(text[position])],
          let (token, end) = longestMatch(text, position, range.upperBound, readsSpecial)
        else {
          position &+= 1
          continue
        }
        let match = position..<end
        position = end
        guard !token.isSingleWord || isApart(text, match, range, classes) else { continue }
        let place = stretched(match, token, text, done..<range.upperBound, classes)
        if done < place.lowerBound { body(done..<place.lowerBound, nil) }
        body(place, token)
        // White space taken along is searched all the same, as in HF tokenizers.
        done = place.upperBound
      }
    }
    if done < range.upperBound { body(done..<range.upperBound, nil) }
  }

  private func longestMatch(
    _ text: UnsafeRawBufferPointer,
    _ start: Int,
    _ limit: Int,
    _ readsSpecial: Bool
  ) -> (AddedToken, Int)? {
    var node = ByteTrie.root
    var best: (Int32, Int)?
    var position = start
    while position < limit {
      node = trie.child(of: node, text[position])
      guard node != ByteTrie.none else { break }
      position += 1
      let value = trie.value(node)
      guard value >= 0, readsSpecial || !tokens[Int(value)].isSpecial else { continue }
      best = (value, position)
    }
    return best.map { (tokens[Int($0)], $1) }
  }

  private func isApart(
    _ text: UnsafeRawBufferPointer,
    _ match: Range<Int>,
    _ range: Range<Int>,
    _ classes: ScalarPages
  ) -> Bool {
    if match.upperBound < range.upperBound {
      let next = UTF8Repair.decode(text, match.upperBound).0 ?? 0xFFFD
      if classes[next] & ScalarClass.word.rawValue != 0 { return false }
    }
    guard match.lowerBound > range.lowerBound else { return true }
    return classes[Self.scalar(before: match.lowerBound, text, range.lowerBound).0]
      & ScalarClass.word.rawValue == 0
  }

  /// The scalar that ends before a position, and where it begins.
  private static func scalar(
    before position: Int,
    _ text: UnsafeRawBufferPointer,
    _ limit: Int
  ) -> (UInt32, Int) {
    var start = position - 1
    while start > limit, text[start] & 0xC0 == 0x80 { start -= 1 }
    return (UTF8Repair.decode(text, start).0 ?? 0xFFFD, start)
  }

  /// A match with the white space that its token takes along.
  private func stretched(
    _ match: Range<Int>,
    _ token: AddedToken,
    _ text: UnsafeRawBufferPointer,
    _ limits: Range<Int>,
    _ classes: ScalarPages
  ) -> Range<Int> {
    var (start, end) = (match.lowerBound, match.upperBound)
    while token.stripsLeft, start > limits.lowerBound {
      let (scalar, before) = Self.scalar(before: start, text, limits.lowerBound)
      guard classes[scalar] & ScalarClass.space.rawValue != 0 else { break }
      start = before
    }
    while token.stripsRight, end < limits.upperBound {
      let (scalar, length) = UTF8Repair.decode(text, end)
      guard classes[scalar ?? 0xFFFD] & ScalarClass.space.rawValue != 0 else { break }
      end += length
    }
    return start..<end
  }
}
