import FuzzSupport
import Testing

import Compression
import CorpusFiltering

/// Mutated shards of every format and compression: no crash, and no byte that is nowhere.
struct ShardFuzzTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func seed(_ format: InputFormat) -> String {
    switch format {
    case .jsonl, .parquet:
      return (0..<6).map { "{\"id\":\"\($0)\",\"text\":\"silver \\u00e9 \",\"url\":null}\n" }
        .joined()
    case .text: return "silver kettle\n\ndance\r\n"
    case .csv:
      return "id,text,url\n" + (0..<6).map { "\($0),\"silver\n\"\"\($0)\"\"\",u\n" }.joined()
    case .tsv: return "id\ttext\turl\n" + (0..<6).map { "\($0)\tsilver kettle\tu\n" }.joined()
    case .warc:
      return (0..<4).map {
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:\($0)>\r\n"
          + "Content-Length: 8\r\n\r\nsilver \($0)\r\n\r\n"
      }.joined()
    }
  }

  /// Bytes that stand in no record and no quarantine entry, less what the format passes over.
  private func lost(_ read: ReadShard, _ stream: [UInt8], _ format: InputFormat) -> [UInt8] {
    let blank: [UInt8] = [0x0A, 0x0D, 0x09, 0x20, 0xEF, 0xBB, 0xBF]
    let rest = read.unaccounted(of: stream).filter { !blank.contains($0) }
    switch format {
    case .jsonl, .parquet, .text: return rest
    case .csv, .tsv:
      let header = read.batches.flatMap(\.prologue).filter { !blank.contains($0) }
      return rest.starts(with: header) ? Array(rest.dropFirst(header.count)) : rest
    // A mutated type makes a record one of those that are passed over, and counted.
    case .warc: return read.batches.contains { $0.ignoredRecords > 0 } ? [] : rest
    }
  }

  @Test(
    arguments: [InputFormat.jsonl, .text, .csv, .tsv, .warc],
    [OutputCompression.none, .gzip, .zstd]
  )
  func `accounts for every byte`(format: InputFormat, compression: OutputCompression) throws {
    let good = Array(Self.seed(format).utf8)
    try Fuzz.rounds(150, seed: 3_000) { round, generator in
      var bytes = good
      let alphabet = "\"\\{}[]:,\n\r\t 0ae-WARC/"
      // Half of the compressed streams are damaged outside, half within.
      let isInside = compression == .none || Bool.random(using: &generator)
      if isInside { bytes = Fuzz.mutated(bytes, alphabet: alphabet, with: &generator) }
      if compression != .none { bytes = try packed(bytes, compression) }
      if !isInside { bytes = Fuzz.mutated(bytes, alphabet: alphabet, with: &generator) }
      let path = try folder.write("shard", bytes)
      let stream = readAll(try ByteSource(path: path), chunk: 1)
      let read = try ReadShard(
        path,
        format,
        options: ReadOptions(batchBytes: Int.random(in: 64...500, using: &generator)),
        limits: ReadLimits(
          lineBytes: Int.random(in: 1...400, using: &generator),
          documentBytes: Int.random(in: 1...400, using: &generator)
        )
      )
      // Where a damaged stream breaks off depends on how much was asked for at once.
      let end = read.batches.last?.position.byteOffset ?? 0
      var whole = stream.bytes
      let givesUp = read.quarantined.contains { $0.byteCount == nil }
      if givesUp {
        // A header without the column: all that follows is in quarantine, unread.
        #expect(read.codes.contains("input/missing-column"))
      } else if stream.failure == nil {
        #expect(end == whole.count, "seed \(3_000 + round)")
      } else {
        whole = Array(whole.prefix(end)) + Array(repeating: 0x78, count: max(0, end - whole.count))
      }
      #expect(lost(read, whole, format).isEmpty, "seed \(3_000 + round)")
      if let failure = stream.failure, !givesUp {
        #expect(read.codes.contains(failure), "seed \(3_000 + round)")
      }
      for entry in read.quarantined {
        #expect(entry.code.hasPrefix("input/"))
        #expect(entry.byteOffset >= 0 && entry.byteOffset <= max(end, whole.count))
      }
    }
  }
}
