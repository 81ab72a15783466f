/// Finds tokens that begin with a mark of their issuer.
enum TokenPattern {
  /// What a token is worth whose checksum does not hold: somebody made it up, or mistyped it.
  static let unchecked = 0.5

  /// A token and how sure it is one.
  struct Match {
    let rule: SecretRule
    let range: Range<Int>
    var score = 1.0
  }

  /// The forms in groups by the byte they are found by and the one before it.
  ///
  /// Anchors are common in prose, pairs such as `p_` and `IA` are not.
  private static let (groups, groupOfPair): ([[TokenForm]], [UInt8]) = {
    var groups: [[TokenForm]] = [[]]
    var table = [UInt8](repeating: 0, count: 1 << 16)
    for form in TokenForms.all {
      let (before, byte) = form.pair
      let place = pair(before, byte)
      if table[place] == 0 {
        table[place] = UInt8(groups.count)
        groups.append([])
      }
      groups[Int(table[place])].append(form)
    }
    return (groups, table)
  }()

  @inline(__always)
  private static func pair(_ before: UInt8, _ byte: UInt8) -> Int {
    Int(byte) << 8 | Int(before)
  }

  /// The token that an anchor byte belongs to.
  ///
  /// - Complexity: Constant, since a token is looked at over 255 bytes at most.
  static func match(_ text: ScannedBytes, anchor: Int) -> Match? {
    guard anchor > 0 else { return nil }
    let group = groupOfPair[pair(text.base[anchor - 1], text.base[anchor])]
    return group == 0 ? nil : match(text, anchor: anchor, forms: groups[Int(group)])
  }

  private static func match(_ text: ScannedBytes, anchor: Int, forms: [TokenForm]) -> Match? {
    for form in forms {
      let start = anchor - form.anchor
      guard text.matches(form.mark, at: start) else { continue }
      let before = text.at(start - 1)
      guard !ASCIIByte.isAlphanumeric(before), before != UInt8(ascii: "_") else { continue }
      let body = start + form.mark.utf8CodeUnitCount
      let limit = form.length.upperBound + 1
      let end = text.run(from: body, limit: limit, while: form.alphabet.contains)
      guard form.length.contains(end - body), !ASCIIByte.isAlphanumeric(text.at(end)) else {
        continue
      }
      guard isVaried(text, body..<end) else { continue }
      let holds = form.checksumAt != end - body || TokenChecksum.holds(text, body..<end)
      return Match(rule: form.rule, range: start..<end, score: holds ? 1 : unchecked)
    }
    return nil
  }

  /// Whether a body is more than the `xxxx` of an example.
  private static func isVaried(_ text: ScannedBytes, _ range: Range<Int>) -> Bool {
    Entropy.bitsPerByte(of: text, in: range) >= 2.5
  }

  static func isBase64URL(_ byte: UInt8) -> Bool {
    ASCIIByte.isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
