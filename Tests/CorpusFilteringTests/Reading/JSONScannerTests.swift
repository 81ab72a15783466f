import CSimdJSON
import FuzzSupport
import Testing

import CorpusFiltering

struct JSONScannerTests {
  /// The code of the failure, nil for a line that is taken.
  private func code(_ line: [UInt8], _ scanner: JSONScanner) -> String? {
    line.withUnsafeBytes { buffer -> String? in
      do {
        try scanner.scan(buffer)
        return nil
      } catch {
        return (error as? JSONScanner.Failure)?.code
      }
    }
  }

  private func status(_ line: [UInt8]) throws -> String? {
    code(line, try JSONScanner(paths: [], fallbacks: ["text"]))
  }

  private func found(_ line: String, _ path: FieldPath) throws -> String? {
    let scanner = try JSONScanner(paths: [path])
    let bytes = Array(line.utf8)
    guard code(bytes, scanner) == nil, scanner[0].kind != GST_JSON_ABSENT else { return nil }
    return String(decoding: bytes[scanner[0].range], as: UTF8.self)
  }

  @Test func `finds values by path`() throws {
    let line = #"{"a": {"x": 1, "b": {"c": "k"}}, "b": {"c": 2}, "c": [{"c": 3}], "d" : true }"#
    #expect(try found(line, "a.b.c") == "\"k\"")
    #expect(try found(line, "b.c") == "2")
    #expect(try found(line, "d") == "true")
    #expect(try found(line, "c") == "[")
    #expect(try found(line, "c.c") == nil)
    #expect(try found(line, "a.c") == nil)
    #expect(try found(line, "x") == nil)
  }

  @Test(arguments: [
    #"{"a": {"b": 1}, "a": 2}"#, #"{"a": 0, "a": {"b": 2}}"#, #"{"a": {"b": 1, "b": 2}}"#,
    #"{"a": {"b": 1, "\u0062": 2}}"#,
  ])
  func `refuses two equal keys at each level of a path`(line: String) throws {
    let scanner = try JSONScanner(paths: ["a.b"])
    #expect(code(Array(line.utf8), scanner) == "input/duplicate-key")
  }

  @Test func `takes equal keys that lead to no field`() throws {
    #expect(try found(#"{"c": 1, "c": 2, "a": {"b": 3}}"#, "a.b") == "3")
    #expect(try found(#"{"b": 1, "a": {"a": 2, "b": 3, "a": 4}, "b": 5}"#, "a.b") == "3")
    #expect(try found(#"{"a": [{"b": 1}, {"b": 2}]}"#, "a.b") == nil)
  }

  @Test func `finds a key that is written with escapes`() throws {
    #expect(try found(#"{"te\u0078t": "k"}"#, "text") == "\"k\"")
    #expect(try found(#"{"te\"xt": "k", "text": 1}"#, "text") == "1")
  }

  @Test(arguments: [
    #"{}"#, #"{"a":[]}"#, #"{"a":[{},[],""]}"#, #"{"a":-0.5e+10}"#, #"{"":0}"#, #" {"a" : null } "#,
    #"{"a":"\\\"\/\b\f\n\r\t\u00e9"}"#, #"{"a":"\ud83d\ude00"}"#, #"{"a":1e5}"#, #"{"a":"\ud800"}"#,
  ])
  func `takes what RFC 8259 allows`(line: String) throws {
    #expect(try status(Array(line.utf8)) == nil)
  }

  @Test(arguments: [
    "{", "}", "{]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\":[1,]}", "{\"a\":[,1]}",
    "{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":+1}", "{\"a\":1e}", "{\"a\":-}",
    "{\"a\":tru}", "{\"a\":nulll}", "{\"a\":NaN}", "{\"a\" 1}", "{a:1}", "{'a':1}", "{\"a\":1}x",
    "{\"a\":1}{}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":\"\u{1}\"}", "{\"a\":\"k}",
    "{\"a\":\"k\"\"k\"}", "{\"a\":1 2}", "{\"a\":[1}", "{\"a\":{]}", "{\"\\x\":1}",
    "{\"a\u{0}\":1}",
    "{\u{0}}", "{\u{C}}", "{\"a\":1\"b\"}", "{:}", "{\"a\"::1}", "{\"a\":1:}",
  ])
  func `refuses what is not JSON`(line: String) throws {
    #expect(try status(Array(line.utf8)) == "input/broken-json")
  }

  @Test func `refuses other values than objects, depth and invalid UTF-8`() throws {
    #expect(try status(Array("[1]".utf8)) == "input/wrong-type")
    #expect(try status(Array("\"k\"".utf8)) == "input/wrong-type")
    let deep = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
    #expect(try status(Array("{\"a\":\(deep)}".utf8)) == "input/broken-json")
    #expect(
      try status(Array("{\"a\":\"".utf8) + [0xC3] + Array("\"}".utf8)) == "input/invalid-utf8"
    )
  }

  /// simdjson's own parser checks the same grammar; numbers too large for it are left out.
  @Test(arguments: [11, 12, 13, 14] as [UInt64])
  func `agrees with simdjson about mutated lines`(seed: UInt64) throws {
    print("seed \(seed)")
    var generator = Fuzz.Generator(seed: seed)
    let scanner = try JSONScanner(paths: [], fallbacks: ["text", "id", "m.url"])
    let lines = [
      #"{"id": 7, "text": "silver \"kettle\" \u00e9\n", "m": {"url": null, "k": [1, -2.5e3, "é"]}}"#,
      #"{"text":"","id":"a","list":[[],{},[{"x":false}],true],"z":0}"#,
    ]
    var valid = 0
    for _ in 0..<6000 {
      let bytes = mutated(
        Array((lines.randomElement(using: &generator) ?? "").utf8),
        with: &generator
      )
      let failure = code(bytes, scanner)
      // Fields that stand twice are refused beyond the grammar.
      guard failure != "input/wrong-type", failure != "input/duplicate-key" else { continue }
      let ours = failure == nil
      let reference = gst_json_is_valid_reference(bytes, bytes.count)
      // The parser decodes, so that it refuses half surrogates in any string; the grammar does not.
      if ours != reference, String(decoding: bytes, as: UTF8.self).contains("\\ud") { continue }
      #expect(ours == reference, "\(bytes)")
      valid += ours ? 1 : 0
    }
    #expect(valid > 100)
  }
}
