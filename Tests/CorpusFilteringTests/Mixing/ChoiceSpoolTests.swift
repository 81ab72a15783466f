import CorpusFiltering
import FuzzSupport
import Testing

struct ChoiceSpoolTests {
  private func entry(_ key: UInt64, _ size: UInt32, tie: UInt32 = 0) -> ChoiceSpool.Entry {
    .init(choice: .init(key: key, tie: tie), size: size)
  }

  private func spool(
    _ entries: [ChoiceSpool.Entry],
    folder: String? = nil
  ) throws -> ChoiceSpool {
    let spool = try ChoiceSpool(folder: folder, name: "choices")
    try spool.append(entries)
    return spool
  }

  @Test(arguments: [(0, 0), (4, 0), (5, 0), (6, 10), (14, 10), (15, 10), (16, 20), (26, 30)])
  func `comes as near to the amount as whole documents can`(asked: Int, taken: Int) throws {
    let sample = try spool([entry(30, 10), entry(10, 10), entry(20, 10)]).sample(of: asked)
    #expect(sample.amount == taken)
    #expect(sample.documents == taken / 10)
  }

  @Test func `says where the sample ends`() throws {
    let spool = try spool([entry(7, 1), entry(7, 1), entry(7, 1), entry(9, 1), entry(2, 1)])
    #expect(try spool.sample(of: 3).bound == .init(end: .init(key: 7, tie: 0), equals: 2))
    #expect(try spool.sample(of: 4).bound == .init(end: .init(key: 7, tie: 0), equals: 3))
    // A document too large to be taken ends it before the cell that it stands in.
    let large = try self.spool([entry(1 << 50, 100), entry(3, 1)])
    let bound = try large.sample(of: 10).bound
    #expect(bound.equals == 0 && bound.end > .init(key: 3, tie: .max))
    #expect(bound.end <= .init(key: 1 << 50, tie: 0))
  }

  @Test func `finds in a file what it finds in memory, in any order of reading`() throws {
    let folder = try TemporaryFolder()
    try Fuzz.rounds(20, seed: 5) { round, generator in
      let entries = (0..<3_000).map { _ in
        entry(
          // Narrow keys put many documents into one cell.
          round % 2 == 0
            ? UInt64.random(in: 0 ... .max, using: &generator)
            : UInt64.random(in: 0...500, using: &generator),
          UInt32.random(in: 0...900, using: &generator)
        )
      }
      let total = entries.reduce(0) { $0 + Int($1.size) }
      let asked = Int.random(in: 0..<total, using: &generator)
      let inMemory = try spool(entries).sample(of: asked)
      let inFile = try spool(entries.shuffled(using: &generator), folder: folder.path)
      #expect(try inFile.sample(of: asked) == inMemory)
      #expect(abs(inMemory.amount - asked) <= 450)
      try inFile.discard()
    }
  }
}
