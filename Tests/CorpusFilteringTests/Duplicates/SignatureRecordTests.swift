import CorpusFiltering
import Diagnostics
import FuzzSupport
import SafetyCore
import Testing
import TextViews

/// What a resumed run reads of near duplicates, from a file that anyone may have written.
struct SignatureRecordTests {
  private let records: [SignatureRecord] = [
    .kept(
      TextSignature(keys: [1, .max], codes: [7, 8, 9, 10]),
      OriginalDocument(id: "kettle-é", shard: 3, line: 5_000_000_000)
    ),
    .copy(of: 70_000), .forgotten,
    .kept(
      TextSignature(keys: [5, 6], codes: [0, 0, 0, 255]),
      OriginalDocument(id: "", shard: 0, line: 1)
    ),
  ]

  /// All whole records of some bytes, and how many bytes are left.
  private func read(_ bytes: [UInt8]) throws -> (records: [SignatureRecord], rest: Int) {
    try bytes.withUnsafeBytes { buffer in
      var found: [SignatureRecord] = []
      var start = 0
      while let (record, size) = try SignatureRecord.first(
        in: UnsafeRawBufferPointer(rebasing: buffer[start...]),
        buckets: 2,
        codes: 4
      ) {
        found.append(record)
        start += size
      }
      return (found, buffer.count - start)
    }
  }

  @Test func `reads back what it wrote, and waits for the rest of a record`() throws {
    let bytes = records.flatMap(\.bytes)
    let all = try read(bytes)
    #expect(all.records == records && all.rest == 0)
    for count in 0..<bytes.count {
      let part = try read(Array(bytes[..<count]))
      #expect(part.records == Array(records.prefix(part.records.count)))
      #expect(part.records.flatMap(\.bytes).count + part.rest == count)
    }
  }

  @Test func `refuses mutated records or reads something, and never ends the process`() throws {
    Fuzz.rounds(2_000, seed: 9_000) { round, generator in
      let good = records.flatMap(\.bytes)
      let bytes = Fuzz.mutated(good, alphabet: "\u{0}\u{1}\u{2}\u{3}~", with: &generator)
      do {
        _ = try read(bytes)
      } catch {
        #expect((error as? Diagnostic)?.code == "resume/bad-signatures", "seed \(9_000 + round)")
      }
    }
  }
}
