import FuzzSupport
import Parquet
import Testing

/// Mutated files: read or refused within their bounds, and never with broken lines.
struct ParquetFuzzTests {
  @Test(
    arguments: ["nested", "nested-of-old", "encodings-0", "encodings-1", "lz4", "none", "duckdb"]
  )
  func `reads or refuses mutated files`(name: String) throws {
    let good = try ParquetFixture(name: name).bytes()
    let footer = good[(good.count - 8)...].prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    let pages = good.count - 8 - footer
    let file = try TemporaryFile(good)
    var refused = 0
    try Fuzz.rounds(400, seed: 71_000) { round, generator in
      try file.write(Self.mutant(of: good, pages: pages, round, &generator))
      let read = ReadLines(file.path, most: 1 << 18)
      if let problem = read.problem {
        refused += 1
        #expect(problem.code.rawValue.hasSuffix("-parquet"), "seed \(71_000 + round)")
      }
      #expect(read.problem == nil || read.bytes.last ?? 10 == 10, "seed \(71_000 + round)")
    }
    #expect(refused > 40)
  }

  /// The pages, or the footer with its length set right again, which else nothing would get past.
  private static func mutant(
    of good: [UInt8],
    pages: Int,
    _ round: Int,
    _ generator: inout Fuzz.Generator
  ) -> [UInt8] {
    let footer = Array(good[pages..<(good.count - 8)])
    guard round.isMultiple(of: 2) else {
      var bytes = good
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 4..<pages, using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      return bytes
    }
    let changed = Fuzz.mutated(footer, alphabet: "\u{15}\u{25}\u{1C}\u{19}\u{0}", with: &generator)
    let count = withUnsafeBytes(of: UInt32(changed.count).littleEndian) { Array($0) }
    return good[..<pages] + changed + count + Array("PAR1".utf8)
  }
}
