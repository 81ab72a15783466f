import Testing

import Compression
import CorpusFiltering
import Diagnostics

struct OutputNameTests {
  private func name(
    _ name: String,
    _ format: InputFormat,
    _ compression: OutputCompression? = nil
  ) -> OutputName {
    OutputName(
      of: InputShard(name: name, path: name, format: format),
      compression: compression
    )
  }

  @Test func `mirrors the input unless told to pack otherwise`() {
    #expect(name("x/a.json.gz", .jsonl).kept == "x/a.json.gz")
    #expect(name("x/a.json.gz", .jsonl, .zstd).kept == "x/a.json.zst")
    #expect(name("a.jsonl.zstd", .jsonl, .zstd).kept == "a.jsonl.zstd")
    #expect(name("a.jsonl.zst", .jsonl, OutputCompression.none).kept == "a.jsonl")
    #expect(name("a.txt", .text).kept == "a.txt")
    #expect(name("a.warc.wet.gz", .warc).kept == "a.warc.wet.jsonl.gz")
    #expect(name("x/a.parquet", .parquet).kept == "x/a.parquet.jsonl")
    #expect(name("x/a.parquet", .parquet, .zstd).kept == "x/a.parquet.jsonl.zst")
    #expect(name("x/a.parquet", .parquet).lines == "x/a.parquet.jsonl")
  }

  @Test func `names lines after the shard`() {
    #expect(name("a.jsonl.gz", .jsonl).lines == "a.jsonl.gz")
    #expect(name("a.csv.gz", .csv, OutputCompression.none).lines == "a.csv.jsonl")
    #expect(name("a.txt", .text, .zstd).lines == "a.txt.jsonl.zst")
  }

  @Test func `refuses two shards that would share an output`() throws {
    func shard(_ name: String, _ format: InputFormat) -> InputShard {
      InputShard(name: name, path: name, format: format)
    }
    let packed = [shard("a.jsonl", .jsonl), shard("a.jsonl.gz", .jsonl)]
    try OutputName.check(packed, compression: nil)
    #expect(throws: (any Error).self) { try OutputName.check(packed, compression: .gzip) }
    let mixed = [shard("a.txt", .text), shard("a.txt.jsonl", .jsonl)]
    #expect(throws: (any Error).self) { try OutputName.check(mixed, compression: nil) }
  }

  private func codes(_ names: [String], _ format: InputFormat = .jsonl) -> [String] {
    do throws(Diagnostics) {
      let shards = names.map { InputShard(name: $0, path: $0, format: format) }
      try OutputName.check(shards, compression: nil)
      return []
    } catch {
      return error.items.map(\.code.rawValue)
    }
  }

  @Test(arguments: ["unreadable", "unreadable.jsonl/a"])
  func `refuses a shard in the place of the list of unreadable inputs`(name: String) {
    #expect(codes([name, "b.jsonl"]) == ["input/reserved-name"])
    #expect(codes([name, "b.jsonl"], .text) == ["input/reserved-name"])
  }

  @Test(arguments: ["unreadable.jsonl", "x/unreadable", "unreadable.jsonl.gz", "a/b", "a.jsonl.b"])
  func `takes names that only look like taken ones`(name: String) {
    #expect(codes(["a.jsonl", name]) == [])
  }

  @Test(arguments: ["a.jsonl/b.jsonl", "a.jsonl.partial"])
  func `refuses a shard whose folder or unfinished file is another's output`(name: String) {
    #expect(codes(["a.jsonl", name]) == ["input/same-name"])
  }

  @Test func `refuses a shard whose quarantine is a folder of another's`() {
    #expect(codes(["a", "a.jsonl/b"]) == ["input/same-name"])
  }
}
