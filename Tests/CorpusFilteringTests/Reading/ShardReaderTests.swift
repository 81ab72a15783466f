import FuzzSupport
import Glibc
import SafetyCore
import Testing

import Compression
import CorpusFiltering

struct ShardReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func line(_ text: String) -> String { "{\"text\": \"\(text)\"}" }

  @Test func `reads lines with their numbers and offsets`() throws {
    let path = try folder.write("a.jsonl", line("silver") + "\n" + line("kettle") + "\n")
    let read = try ReadShard(path, .jsonl)
    #expect(read.texts == ["silver", "kettle"])
    #expect(read.documents.map(\.id) == ["shard:1", "shard:2"])
    #expect(read.batches.flatMap(\.records).map(\.byteOffset) == [0, 19])
  }

  @Test func `takes a last line without newline`() throws {
    let path = try folder.write("a.jsonl", line("silver") + "\n" + line("kettle"))
    #expect(try ReadShard(path, .jsonl).texts == ["silver", "kettle"])
  }

  @Test func `takes a byte order mark and CRLF and passes the CR on`() throws {
    let path = try folder.write("a.jsonl", "\u{FEFF}" + line("silver") + "\r\n\r\n")
    let read = try ReadShard(path, .jsonl)
    #expect(read.texts == ["silver"])
    #expect(read.blankLines == 1)
    #expect(read.documents[0].kept == Array((line("silver") + "\r\n").utf8))
  }

  @Test func `names a file without bytes`() throws {
    #expect(try ReadShard(folder.write("a.jsonl", ""), .jsonl).codes == ["input/empty-file"])
    #expect(try ReadShard(folder.write("a.txt", "\u{FEFF}"), .text).codes == ["input/empty-file"])
  }

  @Test func `names a file that is not there`() throws {
    let read = try ReadShard("\(folder.path)/none.jsonl", .jsonl)
    #expect(read.codes == ["input/unreadable"])
  }

  @Test func `counts lines of white space as blank`() throws {
    let path = try folder.write("a.jsonl", "\n \t\n" + line("silver") + "\n\n")
    let read = try ReadShard(path, .jsonl)
    #expect(read.blankLines == 3)
    #expect(read.documents.map(\.line) == [3])
  }

  @Test(arguments: [64, 100, 4096])
  func `passes over a line beyond the limit`(batchBytes: Int) throws {
    let long = line(String(repeating: "x", count: 5000))
    let path = try folder.write("a.jsonl", "\(line("a"))\n\(long)\n\(line("b"))\n")
    let read = try ReadShard(
      path,
      .jsonl,
      options: ReadOptions(batchBytes: batchBytes),
      limits: ReadLimits(lineBytes: 1000)
    )
    #expect(read.texts == ["a", "b"])
    #expect(read.codes == ["input/line-too-long"])
    #expect(read.quarantined[0].line == 2)
    #expect(read.quarantined[0].byteCount == long.utf8.count + 1)
    #expect(read.documents.map(\.line) == [1, 3])
  }

  @Test func `passes over a last line beyond the limit`() throws {
    let path = try folder.write("a.jsonl", String(repeating: "x", count: 5000))
    let read = try ReadShard(
      path,
      .jsonl,
      options: ReadOptions(batchBytes: 64),
      limits: ReadLimits(lineBytes: 1000)
    )
    #expect(read.codes == ["input/line-too-long"])
    #expect(read.quarantined[0].byteCount == 5000)
  }

  @Test func `takes a line of exactly the limit`() throws {
    let exact = line(String(repeating: "x", count: 988))
    let path = try folder.write("a.jsonl", exact + "\n")
    let limits = ReadLimits(lineBytes: exact.utf8.count)
    let options = ReadOptions(batchBytes: 64)
    #expect(try ReadShard(path, .jsonl, options: options, limits: limits).documents.count == 1)
  }

  @Test(arguments: [OutputCompression.none, .gzip, .zstd])
  func `goes on from every batch as if nothing had happened`(
    compression: OutputCompression
  ) throws {
    let text = (1...60).map { line(String(repeating: "k", count: $0 * 7 % 90)) }
    let bytes = Array(text.joined(separator: "\n").utf8)
    let path = try folder.write("a", packed(bytes, compression))
    let options = ReadOptions(batchBytes: 256)
    let whole = try ReadShard(path, .jsonl, options: options)
    #expect(whole.batches.count > 5)
    for (index, batch) in whole.batches.enumerated() {
      let rest = try ReadShard(path, .jsonl, options: options, from: batch.position)
      #expect(rest.batches.map(\.position) == whole.batches[(index + 1)...].map(\.position))
      #expect(rest.documents == Array(whole.documents.suffix(rest.documents.count)))
    }
    #expect(whole.batches.last?.position.isAtEnd == true)
  }

  @Test func `quarantines the line that damage cuts and keeps those before it`() throws {
    let bytes = try packed(Array("\(line("a"))\n\(line("b"))\n".utf8), .gzip)
    let path = try folder.write("a.gz", Array(bytes.dropLast(9)))
    let read = try ReadShard(path, .jsonl)
    #expect(read.codes == ["input/truncated-gzip"])
    #expect(read.documents.count <= 2)
  }

  @Test func `takes a text file as one document`() throws {
    let path = try folder.write("a.txt", "silver kettle\n\ndance\n")
    let read = try ReadShard(path, .text, options: ReadOptions(batchBytes: 64))
    #expect(read.texts == ["silver kettle\n\ndance\n"])
    #expect(read.documents[0].kept == Array("silver kettle\n\ndance\n".utf8))
    #expect(read.documents[0].id == "shard")
  }

  @Test func `refuses text files that are too large, not UTF-8 or binary`() throws {
    let limits = ReadLimits(documentBytes: 10)
    let large = try folder.write("a.txt", String(repeating: "k", count: 300))
    #expect(
      try ReadShard(large, .text, options: ReadOptions(batchBytes: 64), limits: limits).codes
        == ["input/document-too-large"]
    )
    #expect(
      try ReadShard(folder.write("b.txt", [0x61, 0xFF]), .text).codes == ["input/invalid-utf8"]
    )
    #expect(try ReadShard(folder.write("c.txt", [0x61, 0]), .text).codes == ["input/nul-byte"])
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `leaves no byte of mutated lines unaccounted for`(seed: UInt64) throws {
    print("seed \(seed)")
    var generator = Fuzz.Generator(seed: seed)
    let good = (0..<12).map { "{\"id\": \($0), \"text\": \"silver \\u00e9 \(Int.max)\"}" }
    for round in 0..<60 {
      let bytes = mutated(Array(good.joined(separator: "\n").utf8), with: &generator)
      let path = try folder.write("m\(round)", bytes)
      let batch = Int.random(in: 64...400, using: &generator)
      let limit = Int.random(in: 50...400, using: &generator)
      let read = try ReadShard(
        path,
        .jsonl,
        options: ReadOptions(batchBytes: batch),
        limits: ReadLimits(lineBytes: limit)
      )
      let rest = read.unaccounted(of: bytes)
      #expect(rest.allSatisfy { [0x0A, 0x0D, 0x09, 0x20].contains($0) })
      #expect(read.batches.last?.position.byteOffset == bytes.count)
    }
  }
}
