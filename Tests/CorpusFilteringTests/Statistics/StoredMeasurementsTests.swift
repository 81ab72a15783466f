import Diagnostics
import SafetyCore
import SafetyPolicy
import Testing

import Compression
import CorpusFiltering

@Suite struct `Stored measurements` {
  private let measurements = StoredMeasurements(
    rules: SampleRun.table.rules.map(\.id),
    definitions: SampleRun.table.rules.map { Digest.sha256($0.id.rawValue.utf8) },
    policyDigest: Digest.sha256("policy".utf8)
  )

  private func documents(in bytes: [UInt8]) throws -> [StoredDocument] {
    var reader = try StoredMeasurementsReader(name: "measurements.bin", bytes: bytes)
    var all: [StoredDocument] = []
    while let block = try reader.nextBlock() { all += block }
    return all
  }

  @Test func `gives back what was written, to the bit`() throws {
    let odd: [Double] = [
      0, -0.0, .nan, .infinity, -1, 0.1, 1e15, 9e15, 4_294_967_296, 0x1p-1074, 1e300, 3,
    ]
    let outcomes =
      [SampleRun.outcome(0, values: odd, language: nil)] + SampleRun.outcomes(50).dropFirst()
    let bytes =
      measurements.header() + measurements.encode(outcomes.prefix(9))
      + measurements.encode([]) + measurements.encode(outcomes.dropFirst(9))
    let stored = try documents(in: bytes)
    #expect(stored.count == 50)
    for (document, outcome) in zip(stored, outcomes) {
      #expect(document.id == outcome.id)
      #expect([document.shard, document.line] == [outcome.shard, outcome.line])
      #expect(
        [document.byteCount, document.scalarCount] == [outcome.byteCount, outcome.scalarCount]
      )
      #expect(document.language == outcome.tags["language"] ?? "")
      #expect(document.action == outcome.decision.action)
      #expect(document.failed == outcome.decision.failures.map(\.rule))
      #expect(document.spanCounts == outcome.spanCounts)
      for (a, b) in zip(document.values, outcome.values) {
        #expect(a.bitPattern == b.bitPattern || a.isNaN && b.isNaN)
      }
    }
  }

  @Test func `names its rules and policy`() throws {
    let reader = try StoredMeasurementsReader(name: "m", bytes: measurements.header())
    #expect(reader.measurements == measurements)
  }

  @Test func `refuses a file cut off anywhere but between blocks`() throws {
    let header = measurements.header()
    let bytes = header + measurements.encode(SampleRun.outcomes(3))
    for count in 0..<bytes.count where count != header.count {
      #expect(throws: Diagnostic.self) { try documents(in: Array(bytes.prefix(count))) }
    }
    #expect(try documents(in: header).isEmpty)
  }

  @Test func `refuses damage without a crash`() throws {
    let bytes = measurements.header() + measurements.encode(SampleRun.outcomes(12))
    let header = measurements.header().count
    let seed: UInt64 = 99_241
    print("mutation seed \(seed)")
    var random = SplitMix(state: seed)
    for round in 0..<3000 {
      var copy = bytes
      for _ in 0..<(1 + random.next() % 4) {
        copy[Int(random.next() % UInt64(copy.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      if round % 2 == 0 {
        // A valid frame around a damaged block, so that the parser behind it is reached.
        var encoder = StateEncoder()
        let payload = copy[(header + 4)..<(copy.count - 4)]
        encoder.raw(bytes.prefix(header + 4))
        encoder.raw(payload)
        encoder.word(CRC32.checksum(payload[...]))
        copy = encoder.bytes
      }
      _ = try? documents(in: copy)
    }
  }
}
