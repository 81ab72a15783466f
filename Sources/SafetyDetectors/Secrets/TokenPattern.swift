/// Finds tokens that begin with a mark of their issuer.
enum TokenPattern {
  /// How a token looks after its mark.
  private struct Form {
    let rule: SecretRule
    let mark: StaticString
    /// Where in the mark the byte stands by which it is found.
    let anchor: Int
    let length: ClosedRange<Int>
    let alphabet: Alphabet
  }

  private enum Alphabet {
    /// Letters and digits.
    case base62
    /// Letters, digits, `-` and `_`.
    case base64URL
    /// `A` to `Z` and `2` to `7`.
    case base32

    func contains(_ byte: UInt8) -> Bool {
      switch self {
      case .base62: ASCIIByte.isAlphanumeric(byte)
      case .base64URL: isBase64URL(byte)
      case .base32: ASCIIByte.isUpper(byte) || (UInt8(ascii: "2")...UInt8(ascii: "7")) ~= byte
      }
    }
  }

  private static let forms: [Form] = [
    Form(rule: .awsAccessKey, mark: "AKIA", anchor: 1, length: 16...16, alphabet: .base32),
    Form(rule: .awsAccessKey, mark: "ASIA", anchor: 1, length: 16...16, alphabet: .base32),
    Form(rule: .githubToken, mark: "ghp_", anchor: 3, length: 36...251, alphabet: .base62),
    Form(rule: .githubToken, mark: "gho_", anchor: 3, length: 36...251, alphabet: .base62),
    Form(rule: .githubToken, mark: "ghu_", anchor: 3, length: 36...251, alphabet: .base62),
    Form(rule: .githubToken, mark: "ghs_", anchor: 3, length: 36...251, alphabet: .base62),
    Form(rule: .githubToken, mark: "ghr_", anchor: 3, length: 36...251, alphabet: .base62),
    Form(
      rule: .githubToken,
      mark: "github_pat_",
      anchor: 6,
      length: 82...255,
      alphabet: .base64URL
    ),
    Form(rule: .slackToken, mark: "xoxa-", anchor: 4, length: 20...255, alphabet: .base64URL),
    Form(rule: .slackToken, mark: "xoxb-", anchor: 4, length: 20...255, alphabet: .base64URL),
    Form(rule: .slackToken, mark: "xoxc-", anchor: 4, length: 20...255, alphabet: .base64URL),
    Form(rule: .slackToken, mark: "xoxd-", anchor: 4, length: 20...255, alphabet: .base64URL),
    Form(rule: .slackToken, mark: "xoxe-", anchor: 4, length: 20...255, alphabet: .base64URL),
    Form(rule: .slackToken, mark: "xoxp-", anchor: 4, length: 20...255, alphabet: .base64URL),
    Form(rule: .slackToken, mark: "xoxr-", anchor: 4, length: 20...255, alphabet: .base64URL),
    Form(rule: .slackToken, mark: "xoxs-", anchor: 4, length: 20...255, alphabet: .base64URL),
    Form(rule: .slackToken, mark: "xapp-", anchor: 4, length: 20...255, alphabet: .base64URL),
    Form(rule: .googleKey, mark: "AIza", anchor: 2, length: 35...35, alphabet: .base64URL),
    Form(rule: .googleKey, mark: "GOCSPX-", anchor: 6, length: 28...28, alphabet: .base64URL),
    Form(rule: .stripeKey, mark: "sk_live_", anchor: 2, length: 16...251, alphabet: .base62),
    Form(rule: .stripeKey, mark: "sk_test_", anchor: 2, length: 16...251, alphabet: .base62),
    Form(rule: .stripeKey, mark: "rk_live_", anchor: 2, length: 16...251, alphabet: .base62),
    Form(rule: .stripeKey, mark: "rk_test_", anchor: 2, length: 16...251, alphabet: .base62),
    Form(rule: .stripeKey, mark: "whsec_", anchor: 5, length: 32...64, alphabet: .base62),
    Form(rule: .serviceToken, mark: "hf_", anchor: 2, length: 34...40, alphabet: .base62),
    Form(rule: .serviceToken, mark: "npm_", anchor: 3, length: 36...36, alphabet: .base62),
    Form(rule: .serviceToken, mark: "glpat-", anchor: 5, length: 20...64, alphabet: .base64URL),
    Form(rule: .serviceToken, mark: "pypi-AgE", anchor: 4, length: 50...255, alphabet: .base64URL),
    Form(rule: .serviceToken, mark: "sk-ant-", anchor: 2, length: 32...255, alphabet: .base64URL),
    Form(rule: .serviceToken, mark: "sk-proj-", anchor: 2, length: 32...255, alphabet: .base64URL),
    Form(rule: .serviceToken, mark: "sk-admin-", anchor: 2, length: 32...255, alphabet: .base64URL),
    Form(
      rule: .serviceToken,
      mark: "sk-svcacct-",
      anchor: 2,
      length: 32...255,
      alphabet: .base64URL
    ),
    Form(rule: .serviceToken, mark: "sk-", anchor: 2, length: 48...48, alphabet: .base62),
    Form(rule: .serviceToken, mark: "dckr_pat_", anchor: 4, length: 27...27, alphabet: .base64URL),
    Form(rule: .serviceToken, mark: "dop_v1_", anchor: 3, length: 64...64, alphabet: .base62),
    Form(rule: .serviceToken, mark: "glsa_", anchor: 4, length: 41...41, alphabet: .base64URL),
    Form(rule: .serviceToken, mark: "gsk_", anchor: 3, length: 52...52, alphabet: .base62),
    Form(rule: .serviceToken, mark: "lin_api_", anchor: 3, length: 40...40, alphabet: .base62),
    Form(rule: .serviceToken, mark: "shpat_", anchor: 5, length: 32...32, alphabet: .base62),
    Form(rule: .serviceToken, mark: "xai-", anchor: 3, length: 80...80, alphabet: .base62),
  ]

  /// The forms by the byte they are found by.
  private static let formsOfAnchor: [[Form]] = {
    var table = [[Form]](repeating: [], count: 256)
    for form in forms { table[Int(form.mark.utf8Start[form.anchor])].append(form) }
    return table
  }()

  /// The token that an anchor byte belongs to.
  ///
  /// - Complexity: Constant, since a token is looked at over 255 bytes at most.
  static func match(_ text: ScannedBytes, anchor: Int) -> (SecretRule, Range<Int>)? {
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
      return (form.rule, start..<end)
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
