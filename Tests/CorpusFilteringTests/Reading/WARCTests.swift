import FuzzSupport
import Testing

import CorpusFiltering

struct WARCTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func record(_ type: String, _ text: String, id: String = "<urn:uuid:1>") -> String {
    "WARC/1.0\r\nWARC-Type: \(type)\r\nWARC-Target-URI: http://a.example/\r\n"
      + "WARC-Record-ID: \(id)\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)\r\n\r\n"
  }

  private func read(_ bytes: [UInt8], limit: Int = 2000) throws -> ReadShard {
    try ReadShard(
      folder.write("a.warc.wet", bytes),
      .warc,
      options: ReadOptions(batchBytes: 128),
      limits: ReadLimits(lineBytes: limit)
    )
  }

  @Test func `reads conversion records and passes over the others`() throws {
    let read = try read(
      Array((record("warcinfo", "k: v") + record("conversion", "silver\nkettle é")).utf8)
    )
    #expect(read.texts == ["silver\nkettle é"])
    #expect(read.documents[0].id == "<urn:uuid:1>")
    #expect(read.documents[0].url == "http://a.example/")
    #expect(read.documents[0].line == 2)
    #expect(
      String(decoding: read.documents[0].kept, as: UTF8.self)
        == #"{"id":"<urn:uuid:1>","url":"http://a.example/","text":"silver\nkettle é"}"# + "\n"
    )
  }

  @Test func `takes the brackets off an address`() throws {
    let bracketed = record("resource", "silver").replacing(
      "http://a.example/",
      with: "<http://a.example/>"
    )
    #expect(try read(Array(bracketed.utf8)).documents[0].url == "http://a.example/")
  }

  @Test func `reads one gzip member a record`() throws {
    let bytes =
      try packed(Array(record("warcinfo", "").utf8), .gzip)
      + packed(Array(record("conversion", "silver").utf8), .gzip)
    #expect(try read(bytes).texts == ["silver"])
  }

  @Test func `names response records, damage and a short last record`() throws {
    let good = record("conversion", "silver")
    #expect(try read(Array(record("response", "k").utf8)).codes == ["input/unsupported-record"])
    let broken = try read(Array(("dance dance\n" + good).utf8))
    #expect(broken.codes == ["input/broken-warc"] && broken.texts == ["silver"])
    let short = try read(Array((good + good.dropLast(7)).utf8))
    #expect(short.codes == ["input/truncated-record"] && short.texts == ["silver"])
    let noLength = try read(Array(("WARC/1.0\r\nWARC-Type: conversion\r\n\r\n" + good).utf8))
    #expect(noLength.codes == ["input/broken-warc"] && noLength.texts == ["silver"])
  }

  @Test func `passes over a record beyond the limit by its length`() throws {
    let long = String(repeating: "\nWARC/1.0 no", count: 1000)
    let read = try read(Array((record("conversion", long) + record("conversion", "k")).utf8))
    #expect(read.texts == ["k"])
    #expect(read.codes == ["input/line-too-long"])
  }

  /// The marker within what is passed over once led the reader out of bounds.
  ///
  /// Two records follow, for the first is broken where a window cuts its marker.
  @Test(arguments: [1, 17, 300])
  func `passes over an endless header that holds a marker`(before: Int) throws {
    let filler = String(repeating: "x", count: before)
    let long = "WARC/1.0\r\n\(filler)\r\nWARC/A: b\r\n" + String(repeating: "y", count: 900)
    let good = record("conversion", "silver")
    let bytes = Array((long + "\r\n" + good + good).utf8)
    let read = try read(bytes, limit: 400)
    #expect(read.texts.last == "silver")
    #expect(read.codes.contains("input/line-too-long"))
    #expect(read.unaccounted(of: bytes).allSatisfy { $0 == 0x0A || $0 == 0x0D })
  }

  @Test(arguments: [41, 42, 43] as [UInt64])
  func `leaves no byte of mutated records unaccounted for`(seed: UInt64) throws {
    print("seed \(seed)")
    var generator = Fuzz.Generator(seed: seed)
    let good = (0..<4).map { record("conversion", "silver \($0)", id: "\($0)") }.joined()
    for _ in 0..<100 {
      let bytes = mutated(Array(good.utf8), with: &generator)
      let read = try read(bytes, limit: 400)
      let rest = read.unaccounted(of: bytes)
      #expect(
        rest.allSatisfy { $0 == 0x0A || $0 == 0x0D },
        "\(rest)"
      )
      #expect(read.batches.last?.position.byteOffset == bytes.count)
    }
  }
}
