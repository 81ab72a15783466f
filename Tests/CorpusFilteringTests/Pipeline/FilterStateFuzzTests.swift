import Diagnostics
import FuzzSupport
import SafetyCore
import Testing

import CorpusFiltering

/// The state of an unfinished run, which `--resume` reads from a file that anyone may have written.
struct FilterStateFuzzTests {
  private func state() -> FilterState {
    var state = FilterState()
    state.shard = 2
    state.lengths = [Int](repeating: 4096, count: 4)
    state.finished = [[1, 2, 3, 4], [5, 6, 7, 8]]
    state.byReason = ["gopher-quality/word-count": 12, "quarantine": 3]
    state.changes = ["personal-data/email": RuleChange(documents: 3, spans: 7)]
    state.measurementsLength = 900
    state.signaturesLength = 4800
    state.statistics = Array("silver kettle dance".utf8)
    return state
  }

  @Test func `reads back what it wrote`() throws {
    let bytes = FilterState().encoded
    #expect(try FilterState(decoding: bytes).encoded == bytes)
  }

  @Test func `refuses a mutated state, or writes what it read back the same`() throws {
    Fuzz.rounds(3000, seed: 5_000) { round, generator in
      let good = round % 2 == 0 ? FilterState().encoded : state().encoded
      let bytes = Fuzz.mutated(good, alphabet: "GSRUN003", with: &generator)
      do {
        let read = try FilterState(decoding: bytes)
        let again = try FilterState(decoding: read.encoded)
        #expect(again.encoded == read.encoded, "seed \(5_000 + round)")
      } catch {
        #expect(error is Diagnostic, "seed \(5_000 + round)")
      }
    }
  }
}
