import FuzzSupport
import StrictJSON
import Testing

struct JSONWriterTests {
  private func string(_ text: String) -> String {
    var out: [UInt8] = []
    JSONWriter.append(text, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  private func number(_ value: Double) -> String {
    var out: [UInt8] = []
    JSONWriter.append(value, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  @Test func `escapes what must be escaped and nothing else`() {
    #expect(string("") == "\"\"")
    #expect(
      string("a\"\\/\u{8}\t\n\u{C}\r\u{1F}\u{7F}é😀") == #""a\"\\/\b\t\n\f\r\u001f"# + "\u{7F}é😀\""
    )
  }

  @Test(arguments: 0...40)
  func `escapes at any place`(place: Int) {
    let plain = String(repeating: "é", count: place)
    #expect(string(plain + "\n" + plain) == "\"\(plain)\\n\(plain)\"")
  }

  @Test func `writes numbers that read back`() {
    for value in [
      0, -0.0, 1, 0.1, 1e-300, Double.leastNonzeroMagnitude, 1.7976931348623157e308, 1e16,
      123456.789,
    ] {
      #expect(Double(number(value)) == value)
    }
    #expect(number(.nan) == "null" && number(-.infinity) == "null")
  }

  @Test(arguments: [51, 52] as [UInt64])
  func `is undone by the decoder`(seed: UInt64) throws {
    print("seed \(seed)")
    var generator = Fuzz.Generator(seed: seed)
    for _ in 0..<400 {
      let scalars = (0..<Int.random(in: 0...60, using: &generator)).compactMap { _ in
        Unicode.Scalar(
          UInt32.random(
            in: 0...(Bool.random(using: &generator) ? 127 : 0x10FFFF),
            using: &generator
          )
        )
      }
      let text = String(String.UnicodeScalarView(scalars))
      let token = Array(string(text).utf8)
      let limits = JSONLimits(bytes: 1000, depth: 1)
      #expect(try JSONValue(parsing: token, file: "token", limits: limits) == .string(text))
    }
  }
}
