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

  /// The forms by the byte they are found by.
  private static let formsOfAnchor: [[TokenForm]] = {
    var table = [[TokenForm]](repeating: [], count: 256)
    for form in TokenForms.all { table[Int(form.mark.utf8Start[form.anchor])].append(form) }
    return table
  }()

  /// The token that an anchor byte belongs to.
  ///
  /// - Complexity: Constant, since a token is looked at over 255 bytes at most.
  static func match(_ text: ScannedBytes, anchor: Int) -> Match? {
    for form in formsOfAnchor[Int(text.base[anchor])] {
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
