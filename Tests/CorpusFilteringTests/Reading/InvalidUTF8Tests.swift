import Testing

import CorpusFiltering

/// Bytes that are no UTF-8 reach no rule: they go into quarantine, whatever the format.
struct InvalidUTF8Tests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let bad: [[UInt8]] = [
    [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
  ]

  private func bytes(_ format: InputFormat, _ text: [UInt8]) -> [UInt8] {
    let quote = Array("\"".utf8)
    switch format {
    case .jsonl, .parquet: return Array("{\"text\":\"".utf8) + text + Array("\"}\n".utf8)
    case .text: return text
    case .csv: return Array("id,text\n1,".utf8) + quote + text + quote + [0x0A]
    case .tsv: return Array("id\ttext\n1\t".utf8) + text + [0x0A]
    case .warc:
      let head =
        "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: \(text.count)\r\n\r\n"
      return Array(head.utf8) + text + Array("\r\n\r\n".utf8)
    }
  }

  @Test(arguments: [InputFormat.jsonl, .text, .csv, .tsv, .warc])
  func `puts a record that is not UTF-8 into quarantine`(format: InputFormat) throws {
    let good = try ReadShard(folder.write("good", bytes(format, Array("silver".utf8))), format)
    #expect(good.texts == ["silver"] && good.codes.isEmpty)
    for bad in Self.bad {
      let text = Array("silver ".utf8) + bad + Array(" dance".utf8)
      let read = try ReadShard(folder.write("bad", bytes(format, text)), format)
      #expect(read.texts.isEmpty)
      #expect(read.codes == ["input/invalid-utf8"], "\(bad)")
    }
  }
}
