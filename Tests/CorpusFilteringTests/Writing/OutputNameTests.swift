import Testing

import CorpusFiltering

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
}
