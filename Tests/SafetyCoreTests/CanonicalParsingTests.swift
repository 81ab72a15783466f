import Diagnostics
import FuzzSupport
import SafetyCore
import Testing

@Suite struct CanonicalParsingTests {
  private func parse(_ text: String) throws -> CanonicalValue {
    try CanonicalValue(parsing: Array(text.utf8))
  }

  private func code(_ bytes: [UInt8]) -> String? {
    do {
      _ = try CanonicalValue(parsing: bytes, maximumBytes: 1000, maximumDepth: 8)
      return nil
    } catch {
      return (error as? Diagnostic)?.code.rawValue
    }
  }

  @Test func `reads every kind of value`() throws {
    let text = #" {"a":[1,-20,0,true,false,null],"b":{"c":"x\"\\\/\n\u00e9\ud83d\ude00é"}} "#
    #expect(
      try parse(text) == [
        "a": [1, -20, 0, true, false, .null], "b": ["c": "x\"\\/\n\u{E9}\u{1F600}\u{E9}"],
      ]
    )
    #expect(try parse("\(Int.min)") == .integer(.min))
  }

  @Test(arguments: [
    ("", "json/truncated"), ("{", "json/unexpected-byte"), ("\"abc", "json/truncated"),
    ("1.5", "json/not-an-integer"), ("1e3", "json/not-an-integer"), ("01", "json/bad-number"),
    ("-", "json/bad-number"), ("-01", "json/bad-number"),
    ("9223372036854775808", "json/not-an-integer"), ("1 2", "json/trailing-bytes"),
    ("[1,]", "json/unexpected-byte"), ("{\"a\":1,\"a\":2}", "json/repeated-key"),
    ("{a:1}", "json/unexpected-byte"), ("\"\\q\"", "json/bad-escape"),
    ("\"\\ud800\"", "json/bad-escape"), ("\"\\udc00\"", "json/bad-escape"),
    ("\"\\u12g4\"", "json/bad-escape"), ("\"\t\"", "json/control-byte"),
    ("[[[[[[[[[1]]]]]]]]]", "json/too-deep"), ("nul", "json/unexpected-byte"),
    ("NaN", "json/unexpected-byte"),
  ])
  func `refuses what is not strict JSON`(text: String, expected: String) {
    #expect(code(Array(text.utf8)) == expected)
  }

  @Test func `refuses bytes that are no text and texts that are too long`() {
    #expect(code([0x22, 0xFF, 0x22]) == "json/invalid-utf8")
    #expect(code([0x22, 0xED, 0xA0, 0x80, 0x22]) == "json/invalid-utf8")
    #expect(code([UInt8](repeating: 0x20, count: 1001)) == "json/too-large")
  }

  @Test func `reads back whatever it writes, and survives every mutation`() throws {
    let seed: UInt64 = 20_261
    print("seed \(seed)")
    var generator = Fuzz.Generator(seed: seed)
    for _ in 0..<300 {
      let value = Self.random(depth: 3, using: &generator)
      let bytes = value.canonicalJSON
      #expect(try CanonicalValue(parsing: bytes) == value)
      for _ in 0..<20 {
        var mutant = bytes
        let place = Int.random(in: 0..<mutant.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: mutant[place] = .random(in: 0...255, using: &generator)
        case 1: mutant.remove(at: place)
        default: mutant.insert(.random(in: 0...255, using: &generator), at: place)
        }
        guard let read = try? CanonicalValue(parsing: mutant) else { continue }
        #expect(try CanonicalValue(parsing: read.canonicalJSON) == read)
      }
    }
  }

  private static func random(
    depth: Int,
    using generator: inout Fuzz.Generator
  ) -> CanonicalValue {
    switch Int.random(in: depth > 0 ? 0..<6 : 0..<4, using: &generator) {
    case 0: return .integer(.random(in: .min ... .max, using: &generator))
    case 1: return .boolean(.random(using: &generator))
    case 2: return .null
    case 3: return .string(text(using: &generator))
    case 4: return .array((0..<3).map { _ in random(depth: depth - 1, using: &generator) })
    default:
      var members: [String: CanonicalValue] = [:]
      for _ in 0..<3 {
        members[text(using: &generator)] = random(depth: depth - 1, using: &generator)
      }
      return .object(members)
    }
  }

  private static func text(using generator: inout Fuzz.Generator) -> String {
    let letters = ["a", "\"", "\\", "\u{1}", "\n", "\u{E9}", "\u{1F980}", "\u{FFFD}", " ", "z"]
    return (0..<4).compactMap { _ in letters.randomElement(using: &generator) }.joined()
  }
}
