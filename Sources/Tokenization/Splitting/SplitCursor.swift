/// Finds where a match of a regular expression ends that begins at a position.
struct SplitCursor {
  let text: UnsafeRawBufferPointer
  let end: Int
  let classes: ScalarPages

  /// The class and length of the scalar at a position, nothing at the end.
  @inline(__always)
  private func peek(_ at: Int) -> (ScalarClass, Int) {
    guard at < end else { return ([], 0) }
    let byte = text[at]
    if byte < 0x80 { return (ScalarClass(rawValue: classes[UInt32(byte)]), 1) }
    let (scalar, length) = UTF8Repair.decode(text, at)
    return (ScalarClass(rawValue: classes[scalar ?? 0xFFFD]), length)
  }

  private func byte(_ at: Int) -> UInt8 { at < end ? text[at] : 0 }

  /// The end of the run of a class.
  @inline(__always)
  func run(_ at: Int, _ wanted: ScalarClass, atMost: Int = .max) -> Int {
    var at = at
    var left = atMost
    while left > 0 {
      let (bits, length) = peek(at)
      guard !bits.isDisjoint(with: wanted), length > 0 else { break }
      at += length
      left -= 1
    }
    return at
  }

  /// The end of two or more white spaces, or of a single line break or tab.
  func spaceRun(_ at: Int) -> Int {
    let (first, end) = (run(at, .space, atMost: 1), run(at, .space))
    guard end == first else { return end }
    return [0x09, 0x0A, 0x0D].contains(text[at]) ? end : at
  }

  /// The end of the match of `\w+|[^\w\s]+`, `word` being what `\w` stands for.
  func words(_ at: Int, _ word: ScalarClass) -> Int {
    let end = run(at, word)
    return end > at ? end : signs(at, besides: [word, .space])
  }

  /// The end of a run of scalars of none of these classes.
  private func signs(_ at: Int, besides others: ScalarClass) -> Int {
    var at = at
    while true {
      let (bits, length) = peek(at)
      guard length > 0, bits.isDisjoint(with: others) else { return at }
      at += length
    }
  }

  /// The end of GPT-2's match.
  @inline(__always)
  func gpt2(_ at: Int) -> Int {
    if text[at] == UInt8(ascii: "'") {
      let length = contraction(at, anyCase: false)
      if length > 0 { return at + length }
    }
    let start = text[at] == 0x20 ? at + 1 : at
    let (bits, length) = peek(start)
    if length > 0, bits.isDisjoint(with: .space) {
      let kind = bits.intersection([.letter, .number, .sign])
      return run(start + length, kind)
    }
    return spaces(at)
  }

  /// The end of GPT-2's match that begins with a space which is not in the text.
  func gpt2(afterSpaceAt at: Int) -> Int {
    let (bits, length) = peek(at)
    guard length > 0 else { return at }
    if bits.isDisjoint(with: .space) {
      return run(at + length, bits.intersection([.letter, .number, .sign]))
    }
    var (last, position) = (at, at)
    while true {
      let (bits, length) = peek(position)
      if length == 0 { return position }
      if bits.isDisjoint(with: .space) { return last }
      last = position
      position += length
    }
  }

  /// The end of `\s+(?!\S)|\s+`: the last white space before other text is left to that.
  private func spaces(_ at: Int) -> Int {
    var (last, position) = (at, at)
    while true {
      let (bits, length) = peek(position)
      if length == 0 { return position }
      if bits.isDisjoint(with: .space) { break }
      last = position
      position += length
    }
    return last > at ? last : position
  }

  /// The length of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d`, 0 where there is none.
  private func contraction(_ at: Int, anyCase: Bool) -> Int {
    let bit: UInt8 = anyCase ? 0x20 : 0
    let (first, second) = (byte(at + 1), byte(at + 2))
    switch first | (0x40...0x5F ~= first ? bit : 0) {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return 2
    case UInt8(ascii: "r"), UInt8(ascii: "v"):
      return second | (0x40...0x5F ~= second ? bit : 0) == UInt8(ascii: "e") ? 3 : 0
    case UInt8(ascii: "l"):
      return second | (0x40...0x5F ~= second ? bit : 0) == UInt8(ascii: "l") ? 3 : 0
    // The long s, whose case folds to s.
    case 0xC5 where anyCase && second == 0xBF: return 3
    default: return 0
    }
  }

  /// The end of Llama 3's match.
  func llama3(_ at: Int, digits: Int) -> Int {
    if text[at] == UInt8(ascii: "'") {
      let length = contraction(at, anyCase: true)
      if length > 0 { return at + length }
    }
    let (bits, length) = peek(at)
    let isBreak = text[at] == 0x0A || text[at] == 0x0D
    if bits.contains(.letter) { return run(at, .letter) }
    if !isBreak, bits.isDisjoint(with: .number) {
      let word = run(at + length, .letter)
      if word > at + length { return word }
    }
    if bits.contains(.number) { return run(at, .number, atMost: digits) }
    let start = text[at] == 0x20 ? at + 1 : at
    let signs = run(start, .sign)
    if signs > start { return breaks(signs) }
    // `\s*[\r\n]+`: up to the last line break of the run of white space.
    let all = run(at, .space)
    if let last = (at..<all).last(where: { text[$0] == 0x0A || text[$0] == 0x0D }) {
      return last + 1
    }
    return spaces(at)
  }

  private func breaks(_ at: Int) -> Int {
    var at = at
    while byte(at) == 0x0A || byte(at) == 0x0D { at += 1 }
    return at
  }
}
