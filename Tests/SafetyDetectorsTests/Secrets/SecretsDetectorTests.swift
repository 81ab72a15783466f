import SafetyDetectors
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
