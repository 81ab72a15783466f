import Diagnostics
import FuzzSupport
import SafetyDetectors
import Testing

/// Mutated lexicons and block lists: refused with a diagnostic, or read within their bounds.
struct ListFuzzTests {
  @Test func `reads or refuses a mutated lexicon`() throws {
    let good = Array("# made up\nsilver kettle\t2.5\tspam\ndance\t1\nlamp*\nquiet cup\t0.5\n".utf8)
    Fuzz.rounds(2000, seed: 11_000) { round, generator in
      let bytes = Fuzz.mutated(good, alphabet: "\t\n\r#* .0e-", with: &generator)
      do {
        let lexicon = try Lexicon(parsing: bytes, file: "l.tsv", defaultCategory: .toxicity)
        for term in lexicon.terms {
          #expect(!term.words.isEmpty && term.words.count <= Lexicon.Limits.wordsPerTerm)
          #expect(term.weight.isFinite && abs(term.weight) <= Lexicon.Limits.weight)
        }
      } catch {
        #expect(error is Diagnostic, "seed \(11_000 + round)")
      }
    }
  }

  @Test func `reads or refuses a mutated block list`() throws {
    let good = Array("# made up\nkettle.example\n0.0.0.0 lamp.example\ncup.example/path?q=1\n".utf8)
    Fuzz.rounds(2000, seed: 12_000) { round, generator in
      let bytes = Fuzz.mutated(good, alphabet: "\t\n\r#:/.@[]%?0", with: &generator)
      do {
        let list = try URLBlocklist(parsing: bytes, file: "list")
        #expect(list.count <= bytes.split { $0 <= 0x20 }.count)
      } catch {
        #expect(error is Diagnostic, "seed \(12_000 + round)")
      }
    }
  }
}
