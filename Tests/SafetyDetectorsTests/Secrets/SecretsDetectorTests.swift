import SafetyCore
import SafetyDetectors
import TextViews
import Testing

/// Every secret here is made up, and put together at run time so that no scanner takes it for one.
struct SecretsDetectorTests {
  private static let random = "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zA2bC4dE6fG8hJ0kL"

  private func found(_ text: String, _ rule: String) throws -> [String] {
    try DetectorRun(SecretsDetector(), text).evidence["secrets/\(rule)"] ?? []
  }

  private static func body(_ count: Int) -> String { String(random.prefix(count)) }

  @Test(arguments: [
    ("aws-access-key", "AK" + "IAQ2W3E4R5T6Y7ABCD"),
    ("github-token", "gh" + "p_" + body(36)),
    ("github-token", "github" + "_pat_" + body(50) + body(32)),
    ("slack-token", "xo" + "xb-123456789012-" + body(24)),
    ("google-key", "AI" + "za" + body(35)),
    ("stripe-key", "sk_" + "live_" + body(24)),
    ("service-token", "hf" + "_" + body(34)),
    ("service-token", "glp" + "at-" + body(20)),
    ("service-token", "sk-" + "ant-" + body(40)),
    ("service-token", "sk-" + "svcacct-" + body(40)),
    ("service-token", "sk-" + body(48)),
    ("service-token", "dckr" + "_pat_" + body(27)),
    ("service-token", "shp" + "at_" + body(32)),
    ("slack-token", "xo" + "xc-123456789012-" + body(24)),
  ])
  func `finds tokens by their marks`(rule: String, token: String) throws {
    #expect(try found("use \(token) here", rule) == [token])
    #expect(try found("use x\(token) here", rule) == [])
    #expect(try found("鍵は\(token)。", rule) == [token])
  }

  private static let hex = "0123456789abcdef3f5a7c9e1b2d4f60a8c6e4d2b1f3957be80d2c4a6f1e3b5d"

  /// The most of a key of age, up to its last fourteen letters.
  private static let age =
    "AGE-SECRET" + "-KEY-1SKPA0R28H70CX0QD63TC2YGUGGQQDD22J5VDTVCNPH62"

  private static func hex(_ count: Int) -> String { String(hex.prefix(count)) }

  @Test(arguments: [
    ("slack-token", "xo" + "xe.xoxp-1-" + body(40)), ("slack-token", "xa" + "pp-1-A0-" + body(40)),
    ("slack-token", "hooks" + ".slack.com/services/T0AB1CD2E/B0AB1CD2E/" + body(24)),
    ("google-key", "ya" + "29." + body(40)), ("google-key", "GOC" + "SPX-" + body(28)),
    ("stripe-key", "rk_" + "live_" + body(24)),
    ("service-token", "glp" + "tt-" + hex(40)), ("service-token", "glr" + "t-" + body(20)),
    ("service-token", "glp" + "at-" + body(27) + ".01.0a1" + "b2c3d4"),
    ("service-token", "pypi" + "-AgEIcHlwaS5vcmc" + body(45)),
    ("service-token", "api" + "_org_" + body(34)), ("service-token", "sk-" + "or-v1-" + hex(64)),
    ("service-token", "do" + "o_v1_" + hex(64)), ("service-token", "do" + "r_v1_" + hex(64)),
    ("service-token", "S" + "G." + body(22) + "." + body(43)),
    ("service-token", "S" + "K" + hex(32)), ("service-token", "ke" + "y-" + hex(32)),
    ("service-token", "shps" + "s_" + hex(32)), ("service-token", "sq0c" + "sp-" + body(43)),
    ("service-token", "EA" + "AA" + body(50) + body(10)),
    ("service-token", "hv" + "s." + body(50) + body(40)),
    ("service-token", "123456789:A" + "A" + body(33)),
    ("service-token", "discord" + ".com/api/webhooks/123456789012345678/" + body(50) + body(18)),
    ("service-token", "MTIzNDU2Nzg5MDEyMzQ1Njc4" + ".G1a2B3." + body(38)),
    ("service-token", "aB3" + "8Q~" + body(34)),
    ("service-token", "pat" + body(14) + "." + hex(64)),
    ("service-token", "pul" + "-" + hex(40)), ("service-token", "tskey" + "-auth-" + body(40)),
    ("service-token", age + "FSY4NQ4QVDRVVR"),
  ])
  func `finds tokens of more services`(rule: String, token: String) throws {
    #expect(try found("use \(token) here", rule) == [token])
    #expect(try found("(\"\(token)\")", rule) == [token])
    #expect(try found("鍵は\(token)。", rule) == [token])
  }

  /// What finds a token is a byte within its mark, with the one before it.
  @Test func `finds a token at the very beginning, and those that share bytes of their marks`()
    throws
  {
    let key = "AK" + "IAQ2W3E4R5T6Y7ABCD"
    let marks = ["glp" + "at-", "gld" + "t-", "glr" + "t-", "glf" + "t-", "glcb" + "t-"]
    let tokens = marks.map { $0 + Self.body(20) }
    #expect(try found(key, "aws-access-key") == [key])
    #expect(try found("AS" + key.dropFirst(2), "aws-access-key").count == 1)
    #expect(try found(tokens.joined(separator: "\n"), "service-token") == tokens)
    #expect(try found("LT" + "AI" + Self.body(20), "service-token").count == 1)
    #expect(try found("EA" + "AA" + Self.body(50) + Self.body(10), "service-token").count == 1)
  }

  @Test(arguments: [
    "S" + "G." + body(21) + "." + body(43), "S" + "K" + hex(31), "S" + "K" + hex(33),
    "xS" + "K" + hex(32), "pubke" + "y-" + hex(32), "do" + "p_v1_" + hex(63),
    "1234567:A" + "A" + body(33), "123456789:A" + "B" + body(33), "12:30:AA" + body(33),
    "MTIzNDU2Nzg5MDEyMzQ1Njc4" + ".G1a2B." + body(38), body(24) + ".G1a2B3." + body(38),
    "aB38" + "R~" + body(34), "the end.After it", "v1.2.3-beta.4", "hv" + "s." + body(20),
    age + "FSY4NQ4QVDRVVQ", age + "FSY4NQ4QVDRVV",
  ])
  func `lets what is nearly one pass`(text: String) throws {
    let found = try DetectorRun(SecretsDetector(), "see \(text) here").evidence
    #expect(found.isEmpty, "\(found)")
  }

  /// The last six letters of tokens of GitHub and npm are the CRC-32 of the thirty before.
  @Test(arguments: ["gh" + "p_", "gh" + "s_", "np" + "m_"])
  func `is sure of a token whose checksum holds, and half sure of any other`(mark: String) throws {
    let body = Self.body(30)
    let texts = [body + "0snvpY", body + "0snvpZ", "b" + body.dropFirst() + "0snvpY"]
    let scores = try texts.map { text -> [Double] in
      let inspector = try SecretsDetector().makeInspector()
      let bytes = Array("use \(mark)\(text)".utf8)
      let padded = bytes + [UInt8](repeating: 0, count: 64)
      return try padded.withUnsafeBytes { buffer in
        let analyzed = AnalyzedText(words: .whitespace)
        analyzed.analyze(UnsafeRawBufferPointer(rebasing: buffer[0..<bytes.count]))
        var inspection = Inspection(ruleCount: SecretsDetector.descriptor.rules.count)
        try inspector.inspect(analyzed, into: &inspection)
        return inspection.spans.map(\.score)
      }
    }
    #expect(scores == [[1], [0.5], [0.5]])
  }

  @Test func `finds keys without a mark by the name that they are given to`() throws {
    let key = Self.body(50) + Self.body(36) + "=="
    let account = "DefaultEndpointsProtocol=https;AccountKey=\(key);EndpointSuffix=example.net"
    #expect(try found(account, "assigned-secret") == [key])
    let token = "dap" + "i" + Self.hex(32)
    #expect(try found("DATABRICKS_TOKEN=\(token)", "assigned-secret") == [token])
  }

  /// The file that Google hands out for a service account.
  @Test func `finds both secrets of a service account`() throws {
    let key = "-----BEGIN PRIVATE" + " KEY-----\\nMIIEvQIBADAN\\n-----END PRIVATE" + " KEY-----"
    let text = """
      {"type": "service_account", "private_key_id": "\(Self.hex(40))", "private_key": "\(key)\\n"}
      """
    #expect(try found(text, "private-key") == [key])
    #expect(try found(text, "assigned-secret") == [Self.hex(40)])
  }

  @Test func `leaves the placeholders of examples alone`() throws {
    #expect(try found("gh" + "p_" + String(repeating: "x", count: 36), "github-token") == [])
    #expect(try found("password = \"your-password-goes-here-1\"", "assigned-secret") == [])
    #expect(try found("token = os.environ[\"TOKEN\"]", "assigned-secret") == [])
    #expect(try found("secret: https://example.org/a1b2c3d4e5f6", "assigned-secret") == [])
  }

  @Test func `finds web tokens with a header that names an algorithm`() throws {
    let header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
    let token = header + ".eyJzdWIiOiJrZXR0bGUifQ." + Self.body(43)
    #expect(try found("Bearer \(token)", "json-web-token") == [token])
    #expect(
      try found("eyJub3RoaW5nIjoxfQ.eyJzdWIiOiJrIn0." + Self.body(43), "json-web-token") == []
    )
  }

  @Test func `finds private keys, whole or cut off`() throws {
    let key = "-----BEGIN RSA PRIVATE" + " KEY-----\nMIIB\nabc=\n-----END RSA PRIVATE" + " KEY-----"
    #expect(try found("a \(key) b", "private-key") == [key])
    let cut = "-----BEGIN PRIVATE" + " KEY-----\nMIIB"
    #expect(try found(cut, "private-key") == [cut])
    #expect(try found("-----BEGIN PUBLIC KEY-----\nMIIB", "private-key") == [])
  }

  @Test(arguments: [
    "api_key = \"%\"", "\"client_secret\": \"%\"", "DB_PASSWORD=%\n", "token => '%'",
    "DB_PWD=%。", "passphrase: `%`", "{\\\"api_key\\\":\\\"%\\\"}",
  ])
  func `finds random values given to names of secrets`(form: String) throws {
    let value = Self.body(24)
    let text = form.split(separator: "%", omittingEmptySubsequences: false).joined(separator: value)
    #expect(try found(text, "assigned-secret") == [value])
    let word = form.split(separator: "%", omittingEmptySubsequences: false)
      .joined(separator: "silver-kettle-dancing-1")
    _ = try found(word, "assigned-secret")
    #expect(try found("colour = \"\(value)\"", "assigned-secret") == [])
  }
}
