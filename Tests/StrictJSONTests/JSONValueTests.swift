import StrictJSON
import Diagnostics
import Testing

struct JSONValueTests {
  private func parse(_ text: String) throws -> JSONValue {
    try JSONValue(
      parsing: Array(text.utf8),
      file: "c.json",
      limits: .init(bytes: 1 << 16, depth: 4)
    )
  }

  private func code(_ text: String) -> String? {
    do {
      _ = try parse(text)
      return nil
    } catch {
      return (error as? Diagnostic)?.code.rawValue
    }
  }

  @Test func `reads every kind of value`() throws {
    let value = try parse(#" {"a": [1, -2.5, 1e-3, true, null], "b\u00e9\ud83d\ude00": "x\n"} "#)
    #expect(
      value
        == .object([
          "a": .array([.integer(1), .number(-2.5), .number(0.001), .boolean(true), .null]),
          "b\u{e9}\u{1F600}": .string("x\n"),
        ])
    )
  }

  @Test func `keeps a whole number that fits and rounds one that does not`() throws {
    #expect(try parse("9223372036854775807") == .integer(.max))
    #expect(try parse("9223372036854775808") == .number(9_223_372_036_854_775_808))
  }

  @Test(arguments: [
    ("{\"a\":1,\"a\":2}", "json/repeated-key"), ("[1", "json/unexpected-byte"),
    ("01", "json/bad-number"), ("1.", "json/bad-number"), ("1e999", "json/bad-number"),
    ("-", "json/bad-number"), ("[[[[[1]]]]]", "json/too-deep"), ("1 2", "json/trailing-bytes"),
    ("\"\\ud800\"", "json/bad-escape"), ("\"\\x\"", "json/bad-escape"), ("\"a", "json/truncated"),
    ("\"\u{1}\"", "json/control-byte"), ("NaN", "json/unexpected-byte"), ("", "json/truncated"),
  ])
  func `refuses what is no JSON`(text: String, expected: String) {
    #expect(code(text) == expected)
  }

  @Test(arguments: ["NaN", "Infinity", "-Infinity"])
  func `reads a number that is none as null, but only where told`(word: String) throws {
    let text = "{\"a\": [1, \(word)], \"b\": \(word)}"
    let limits = JSONLimits(bytes: 1 << 16, depth: 4, allowsNonFinite: true)
    let value = try JSONValue(parsing: Array(text.utf8), file: "c.json", limits: limits)
    #expect(value == .object(["a": .array([.integer(1), .null]), "b": .null]))
    #expect(code(text) != nil)
  }

  @Test(arguments: ["Nan", "-NaN", "Inf", "-", "-I", "NaN1", "+Infinity", "--Infinity"])
  func `refuses what only begins like one`(text: String) {
    let limits = JSONLimits(bytes: 1 << 16, depth: 4, allowsNonFinite: true)
    #expect(throws: Diagnostic.self) {
      try JSONValue(parsing: Array(text.utf8), file: "c.json", limits: limits)
    }
  }

  @Test func `refuses a text beyond its limit`() {
    #expect(code(String(repeating: " ", count: 1 << 17)) == "json/too-large")
  }
}
