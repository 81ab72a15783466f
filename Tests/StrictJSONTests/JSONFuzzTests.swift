import Diagnostics
import FuzzSupport
import StrictJSON
import Testing

/// Mutated texts: refused with a diagnostic, or read within their bounds.
struct JSONFuzzTests {
  @Test func `reads or refuses mutated texts`() {
    let good = Array(#"{"a": [1, -2.5e+3, true, null], "b\u00e9\ud83d\ude00": {"c": "x\n"}}"#.utf8)
    var refused = 0
    Fuzz.rounds(3000, seed: 31_000) { round, generator in
      let bytes = Fuzz.mutated(good, alphabet: "{}[]\",:\\u0.eE+-tfn", with: &generator)
      do {
        _ = try JSONValue(parsing: bytes, file: "f", limits: .init(bytes: 1 << 16, depth: 4))
      } catch {
        refused += 1
        #expect(error is Diagnostic, "seed \(31_000 + round)")
      }
    }
    #expect(refused > 500)
  }
}
