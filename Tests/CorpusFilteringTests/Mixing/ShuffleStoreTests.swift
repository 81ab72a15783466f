import CorpusFiltering
import FuzzSupport
import Testing

struct ShuffleStoreTests {
  @Test(arguments: [true, false], [200, 100_000])
  func `gives lines back in order, however small the buckets`(
    isLarge: Bool,
    leafBytes: Int
  ) throws {
    let folder = try TemporaryFolder()
    var generator = Fuzz.Generator(seed: 11)
    var lines: [(UInt64, [UInt8])] = (0..<3_000).map { index in
      (.random(in: 0 ... .max, using: &generator), Array("line \(index)\n".utf8))
    }
    // More lines of one number than fit into a bucket, and numbers that differ in the last bit.
    lines += (0..<40).map { (77, Array("twin \($0)\n".utf8)) }
    lines += (0..<40).map { (UInt64($0), Array("\n".utf8)) }
    let store = ShuffleStore(
      folder: folder.path,
      name: "bucket",
      isLarge: isLarge,
      leafBytes: leafBytes
    )
    for (key, line) in lines { try store.append(key, line[...]) }
    var found: [(UInt64, [UInt8])] = []
    try store.drain { found.append(($0, Array($1))) }
    lines.sort {
      ($0.0, String(decoding: $0.1, as: UTF8.self)) < ($1.0, String(decoding: $1.1, as: UTF8.self))
    }
    #expect(found.map(\.0) == lines.map(\.0))
    #expect(found.map(\.1) == lines.map(\.1))
    #expect(!PartialFile.isUnfinished(folder: folder.path, name: "bucket"))
    #expect(!PartialFile.isUnfinished(folder: folder.path, name: "bucket-0"))
  }

  @Test func `holds lines that are longer than a bucket`() throws {
    let folder = try TemporaryFolder()
    let store = ShuffleStore(folder: folder.path, name: "b", isLarge: false, leafBytes: 64)
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 3 << 20)
    for key in [3, 1, 2] as [UInt64] { try store.append(key, long[...]) }
    var keys: [UInt64] = []
    try store.drain { key, line in
      keys.append(key)
      #expect(line.count == long.count)
    }
    #expect(keys == [1, 2, 3])
  }
}
