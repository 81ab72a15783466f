import Testing

import Compression
import CorpusFiltering

struct BatchCompressorTests {
  @Test(arguments: OutputCompression.allCases)
  func `gives batches that join to one file`(compression: OutputCompression) throws {
    let folder = try TemporaryFolder()
    let compressor = try BatchCompressor(compression)
    var file: [UInt8] = []
    var plain: [UInt8] = []
    for size in [0, 1, 1000, 300_000, 0, 7] {
      let batch = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) }
      plain += batch
      file += try compressor.compress(batch)
    }
    let path = try folder.write("a", file)
    #expect(try TemporaryFolder.read(path) == plain)
  }

  @Test(arguments: OutputCompression.allCases)
  func `gives the same bytes for the same batch`(compression: OutputCompression) throws {
    let compressor = try BatchCompressor(compression)
    let batch = Array("silver kettle dance".utf8)
    let first = try compressor.compress(batch)
    _ = try compressor.compress(Array("other".utf8))
    #expect(try compressor.compress(batch) == first)
    #expect(try BatchCompressor(compression).compress(batch) == first)
    #expect(try compressor.compress([]) == [])
  }

  @Test(arguments: OutputCompression.allCases)
  func `has a valid file for nothing`(compression: OutputCompression) throws {
    let file = try BatchCompressor(compression).emptyFile()
    #expect(file.isEmpty == (compression == .none))
    let folder = try TemporaryFolder()
    let path = try folder.write("a", file)
    #expect(try TemporaryFolder.read(path) == [])
  }
}
